"""A draft as its author sees it: what was read, what is doubtful, whom it would reach, and the buttons."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.corrections import after_publishing
from bot.cards.facts import waiting_fact
from bot.cards.format import cut, duration, lines, moment, number, own_words
from bot.cards.names import KIND_NAMES, STATE_NAMES, kept_here, named
from bot.cards.target_forms import waiting_line
from bot.cards.when import when_lines
from bot.domain.drafts import DraftList, DraftView
from bot.domain.facts import Proposal
from bot.domain.life import ENDING
from bot.domain.people import Choice
from bot.domain.posts import Audience, Kind, Post, PostState
from bot.domain.target_changes import TargetProposal
from bot.domain.templates import TEMPLATES, Question
from bot.messages.message import Button, Reply


def what_to_change(draft: DraftView) -> Reply:
    """The fields that Sửa can change, and what any change does to a draft that was on its way already."""
    post_id, state = draft.view.post.id, draft.view.post.state
    if not draft.own:
        then = Markup(" Sửa xong, người soạn được báo để xem lại; tin anh/chị đã sửa thì người khác duyệt.")
    elif state is PostState.SCHEDULED:
        then = Markup(" Sửa xong, tin về lại bản nháp và bỏ giờ hẹn: xin <k>bấm|chọn</k> Đăng hoặc Hẹn giờ lại.")
    elif state in (PostState.PENDING, PostState.APPROVED):
        then = Markup(" Sửa xong, tin về lại bản nháp: xin <k>bấm|chọn</k> Đăng để gửi duyệt lại.")
    else:
        then = Markup("")
    kind = draft.view.post.kind
    said = (Button("Thời gian, địa điểm", f"post.edit {post_id} when"),) if kind is Kind.ANNOUNCEMENT else ()
    ends = (Button("Lúc kết thúc", f"post.edit {post_id} end"),) if kind in ENDING else ()
    return Reply(
        Markup("Anh/chị muốn sửa phần nào?{}").format(then),
        (
            (Button("Tiêu đề", f"post.edit {post_id} title"), Button("Nội dung", f"post.edit {post_id} text")),
            (Button("Ngày", f"post.edit {post_id} date"), Button("Loại tin", f"post.edit {post_id} kind")),
            (Button("Thay một chỗ", f"post.edit {post_id} piece"), Button("Số liệu", f"post.edit {post_id} figures")),
            *([(*said, *ends)] if said or ends else []),
            (Button("Quay lại", f"post.show {post_id}"),),
        ),
    )


def ask_when(draft: DraftView) -> Reply:
    """Asks for other words of the When-lines, which stand above."""
    return Reply(
        lines(
            *when_lines(draft.view.post, draft.view.ward.name, units=1_500),
            "",
            Markup(
                "Gõ tên dòng và lời mới, ví dụ <b>Địa điểm: hội trường phường</b>; mỗi dòng một hàng. Các dòng là Thời "
                "gian, Địa điểm, Khu vực, Đối tượng, Cần làm. Bỏ một dòng thì gõ ví dụ <b>Đối tượng: bỏ</b>. "
                "Gõ <b>hủy</b> để giữ như cũ."
            ),
        ),
        ((Button("Quay lại", f"post.show {draft.view.post.id}"),),),
        protect=draft.view.post.audience is Audience.CADRES,
    )


def ask_end() -> Reply:
    """Asks when a post ends by itself."""
    return Reply(
        Markup(
            "Tin tự kết thúc lúc nào? Ví dụ: <b>10h30 ngày 12/12/2026</b>. Không tự kết thúc thì gõ <b>không</b>. "
            "Gõ <b>hủy</b> để giữ như cũ."
        )
    )


def ask_title() -> Reply:
    """Asks for another title."""
    return Reply(Markup("Mời anh/chị gõ tiêu đề mới. Gõ <b>hủy</b> để giữ như cũ."))


def ask_date() -> Reply:
    """Asks for the day, with its year."""
    return Reply(Markup("Mời anh/chị gõ ngày đủ cả năm, ví dụ <b>08/07/2023</b>. Gõ <b>hủy</b> để giữ như cũ."))


def ask_kind(post_id: int) -> Reply:
    """Asks what sort of thing the draft is."""
    return Reply(
        Markup("Đây là loại tin nào?"),
        tuple((Button(KIND_NAMES[kind], f"post.kind {post_id} {kind}"),) for kind in Kind),
    )


def ask_text(first: bool) -> Reply:
    """Asks for the text, in as many messages as it takes; everyday notices have a button each."""
    what = "nội dung cần đăng" if first else "nội dung mới, thay cho toàn bộ nội dung cũ"
    ready = " Thông báo hay dùng thì <k>bấm|chọn</k> mẫu bên dưới, bot hỏi vài câu rồi viết giúp."
    made = [Button(one.label, f"template {one.key}") for one in TEMPLATES] if first else []
    rows = [tuple(made[start : start + 2]) for start in range(0, len(made), 2)]
    return Reply(
        Markup(
            "Mời anh/chị dán {}. Bài dài cứ gửi thành nhiều tin liền nhau; xong thì <k>bấm|gõ</k> <b>Xong</b>. "
            "Sau 10 phút không gửi thêm, bot sẽ tự đọc những gì đã nhận.{}"
        ).format(what, own_words(ready if first else "")),
        (*rows, (buttons.STOP,)),
    )


def ask_sheet(names: Sequence[str], total: int) -> Reply:
    """Asks which sheet of a workbook is to be posted; 0 stands for all of it."""
    more = f" Tệp có {total} trang tính, dưới đây là {len(names)} trang đầu." if total > len(names) else ""
    buttons = tuple((Button(cut(name, 40), f"post.sheet {at}"),) for at, name in enumerate(names, 1))
    return Reply(
        Markup("Tệp này có nhiều trang tính. Anh/chị muốn đăng trang nào?{}").format(more),
        (*buttons, (Button("Cả tệp", "post.sheet 0"),)),
    )


def ask_template(question: Question) -> Reply:
    """One question of an everyday notice."""
    skip = Markup("") if question.required else Markup(" Không có thì gõ <b>bỏ qua</b>.")
    return Reply(Markup("{}{} Gõ <b>hủy</b> để thôi.").format(question.ask, skip))


def template_given_up(label: str) -> Reply:
    """An everyday notice whose questions were left for an hour, with too little to write it from."""
    return Reply(
        Markup("Mẫu “{}” để lâu chưa trả lời nên bot thôi hỏi. Muốn viết lại, anh/chị gõ <b>đăng tin</b> ạ.").format(
            label
        ),
        ((buttons.post(),),),
    )


def template_unfinished() -> Reply:
    """The same, with enough for a draft."""
    return Reply(
        Markup("Anh/chị để lâu chưa trả lời nên bot viết bản nháp từ những câu đã có. Xin xem còn thiếu gì không ạ.")
    )


def collected(parts: int, characters: int, slot: str, *, photos: int = 0) -> Reply:
    """The one line that counts what has arrived so far."""
    return Reply(
        Markup("Đã nhận {} phần ({} ký tự){}. Gửi tiếp hoặc <k>bấm|gõ</k> <b>Xong</b>.").format(
            parts, number(characters), f", {photos} ảnh" if photos else ""
        ),
        ((buttons.DONE, buttons.STOP),),
        slot=slot,
        passing=parts + photos > 1,
    )


def still_collecting(parts: int, photos: int) -> Reply:
    """The list of drafts was asked for while a text is being collected, which is none of them yet."""
    got = f"đã nhận {parts} phần" + (f", {photos} ảnh" if photos else "") if parts or photos else "chưa nhận phần nào"
    return Reply(
        Markup("Bài anh/chị đang gửi ({}) chưa thành bản nháp. Đủ rồi thì <k>bấm|gõ</k> <b>Xong</b>.").format(got),
        ((Button("Xong", "post.done", typed="xong"), Button("Hủy", "post.stop", typed="hủy")),),
    )


def offer_post(characters: int, answers: str = "") -> Reply:
    """What looks like a notice was pasted without a command: nothing happens to it before its writer says so.

    `answers` is the button that makes it the answer to what is asked meanwhile.
    """
    asked = Markup(
        "\nCâu bot hỏi trước đó vẫn chờ. Bài này chính là câu trả lời thì <k>bấm|chọn</k> <b>Dùng để trả lời</b>."
    )
    return Reply(
        Markup(
            "Anh/chị vừa gửi một bài {} ký tự. Muốn đăng bài này thì <k>bấm|chọn</k> <b>Soạn tin</b>: bot đọc và cho "
            "xem trước, chưa gửi cho ai.{}"
        ).format(number(characters), asked if answers else ""),
        (
            (Button("Soạn tin", "post.offered"), Button("Thôi", "post.unoffered")),
            *(((Button("Dùng để trả lời", answers),),) if answers else ()),
        ),
    )


def offer_declined() -> Reply:
    """Thôi below a text that came while something was asked."""
    return Reply(Markup("Dạ, bot không soạn bài ấy. Câu bot hỏi trước đó vẫn chờ anh/chị trả lời."), replace=True)


def collected_enough(parts: int, slot: str) -> Reply:
    """What the counting line says once the text is complete."""
    return Reply(Markup("Đã nhận đủ {} phần.").format(parts), slot=slot, passing=True)


def collecting_stopped(post_id: int | None) -> Reply:
    """Hủy while a text was being collected; a draft whose text was to be replaced stays as it was."""
    if post_id is None:
        return Reply(Markup("Đã hủy, không giữ lại gì."), ((buttons.post("Đăng tin khác"),),), replace=True)
    return Reply(
        Markup("Đã hủy. Bản nháp vẫn như cũ."), ((Button("Xem bản nháp", f"post.show {post_id}"),),), replace=True
    )


def nothing_collected() -> Reply:
    """Xong was pressed before anything arrived."""
    return Reply(
        Markup("Chưa nhận được nội dung nào. Mời anh/chị dán nội dung vào đây."),
        ((buttons.STOP,),),
    )


def reading_now() -> Reply:
    """Slow work has begun."""
    return Reply(Markup("Đang đọc…"))


def choose_topics(post_id: int, choices: list[Choice]) -> Reply:
    """Topics of a draft, to be switched on and off."""
    rows = tuple(
        (buttons.box(ticked=one.chosen, label=one.name, data=f"post.topic {post_id} {one.id}"),) for one in choices
    )
    return Reply(
        Markup("Tin này về chủ đề nào? Ai chọn nhận chủ đề đó sẽ được gửi; không chọn thì gửi cho tất cả."),
        (*rows, (Button("Xong", f"post.show {post_id}"),)),
        replace=True,
    )


def choose_post_areas(post_id: int, choices: list[Choice]) -> Reply:
    """Areas of a draft, to be switched on and off."""
    if not choices:
        return Reply(
            Markup("Phường chưa chia khu vực. Quản trị thêm bằng: /khuvuc them Khóm 1"),
            ((Button("Quay lại", f"post.show {post_id}"),),),
            replace=True,
        )
    rows = tuple(
        (buttons.box(ticked=one.chosen, label=one.name, data=f"post.area {post_id} {one.id}"),) for one in choices
    )
    return Reply(
        Markup("Tin này dành cho khu vực nào? Ai ở đó, hoặc chưa chọn khu vực, sẽ được gửi; không chọn là cả phường."),
        (*rows, (Button("Xong", f"post.show {post_id}"),)),
        replace=True,
    )


def published(post: Post) -> Reply:
    """The panel after Đăng: no buttons are left that could do it twice, but those for what may be wrong with it."""
    return Reply(
        Markup("✅ <b>Đã đăng tin số {}</b>: {}").format(post.number, cut(post.title, 200)),
        ((buttons.read(post.number),), *after_publishing(post)),
        replace=True,
    )


def dropped(post: Post) -> Reply:
    """The draft was thrown away, and can be had again for a day."""
    return Reply(
        Markup(
            "Đã hủy bản nháp {}. Không có gì được gửi đi. Lỡ tay thì <k>bấm|chọn</k> Hoàn tác trong một ngày."
        ).format(named(post)),
        ((Button("Hoàn tác", f"post.restore {post.id}", line="Hoàn tác, lấy lại bản nháp"),),),
        replace=True,
        protect=post.audience is Audience.CADRES,
    )


@kept_here
def still_at(post: Post) -> Reply:
    """ "hủy" with nothing open, from somebody who is at a draft: is that meant?"""
    what = "bản đính chính" if post.corrects_id else "tin"
    return Reply(
        Markup(
            "Anh/chị đang soạn {} {}, chưa gửi cho ai; bot chưa hủy gì. Muốn bỏ bản nháp này thì <k>bấm|chọn</k> Hủy."
        ).format(what, named(post)),
        (
            (
                Button("Hủy", f"post.drop {post.id}", final="hủy", line="Hủy bản nháp"),
                Button("Xem bản nháp", f"post.open {post.id}"),
            ),
        ),
    )


def drafts(
    found: DraftList,
    now: datetime,
    facts: Sequence[tuple[Proposal, tuple[str, ...]]] = (),
    targets: Sequence[TargetProposal] = (),
) -> Reply:
    """What waits for this official, each with a button; `facts` are of the directory and the answers."""
    rows: list[tuple[Button, ...]] = []
    parts: list[Markup | str] = []

    def add(title: str, posts: Sequence[Post], names: Mapping[int, str] | None, button: str, data: str) -> None:
        if not posts:
            return
        parts.extend([*([""] if parts else []), Markup("<b>{}</b>").format(title)])
        for post in posts:
            place = len(rows) + 1
            who = f" · {names.get(post.author_id or 0) or '(không rõ)'}" if names is not None else ""
            hour = f" {moment(post.due_at)}" if post.state is PostState.SCHEDULED and post.due_at else ""
            age = duration(now - post.updated_at).removeprefix("khoảng ")
            state = f"{STATE_NAMES[post.state]}{hour}"
            what = "Đính chính: " if post.corrects_id else ""
            parts.append(
                Markup("<k>{}.|•</k> {}{} <i>({}{} · {} trước)</i>").format(
                    place, what, cut(post.title, 120), state, who, age
                )
            )
            line = f"{button}: {cut(post.title, 60)}"
            rows.append((Button(f"{button} {place}", f"{data} {post.id}", line=line),))

    add("Chờ anh/chị duyệt", found.waiting, found.names, "Xem và duyệt", "post.open")
    add("Đã đăng không chờ duyệt, cần xem lại", found.unseen, found.names, "Đã xem lại", "post.reviewed")
    for at, (one, names) in enumerate(facts):
        if at == 0:
            parts.extend([*([""] if parts else []), Markup("<b>Danh bạ, hỏi đáp chờ anh/chị đồng ý</b>")])
        place, age = len(rows) + 1, duration(now - one.asked_at).removeprefix("khoảng ")
        parts.append(Markup("<k>{}.|•</k> {}").format(place, waiting_fact(one, names, age)))
        rows.append((Button(f"Xem {place}", f"fact.waiting {one.id}", line=f"Xem: {cut(' '.join(names), 60)}"),))
    for at, waits in enumerate(targets):
        if at == 0:
            parts.extend([*([""] if parts else []), Markup("<b>Chỉ tiêu chờ anh/chị đồng ý</b>")])
        place = len(rows) + 1
        parts.append(Markup("<k>{}.|•</k> {}").format(place, waiting_line(len(waits.cells) - 1, waits.asked_at, now)))
        rows.append((Button(f"Xem {place}", f"target.waiting {waits.id}", line="Xem: chỉ tiêu"),))
    add("Tin anh/chị đang soạn", found.mine, None, "Mở", "post.open")
    add("Vừa hủy, trong một ngày còn lấy lại được", found.dropped, None, "Hoàn tác", "post.restore")
    if not parts:
        nothing = Markup("Không có bản nháp nào, cũng không có tin nào chờ anh/chị.")
        return Reply(nothing, ((buttons.post(),),))
    # A draft has neither number nor mark by which it would be known whom it is for.
    kept_here = any(
        one.audience is Audience.CADRES for one in (*found.waiting, *found.unseen, *found.mine, *found.dropped)
    )
    return Reply(lines(*parts), (*rows, (buttons.post("Đăng tin khác"),)), protect=kept_here)

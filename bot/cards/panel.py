"""A draft as its author sees it: what was read, what is doubtful, whom it would reach, and the buttons."""

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.approval import to_approve
from bot.cards.copies import push_again
from bot.cards.figures import listed
from bot.cards.files import panel_files
from bot.cards.format import cut, day, duration, lines, minute, moment, number, own_words, soon
from bot.cards.names import AUDIENCE_NAMES, DOUBTS, KIND_NAMES, STATE_NAMES
from bot.cards.posts import is_digest, push
from bot.cards.when import place_beside, when_lines
from bot.domain.audit import Action
from bot.domain.drafts import DraftView, Reach
from bot.domain.figures import WarningCode
from bot.domain.life import moves_for
from bot.domain.posts import Audience, Kind, PostState
from bot.domain.reading import Field
from bot.messages.message import Button, ButtonRows, Reply

DECISIONS = (("Duyệt", "approve", "duyệt"), ("Trả lại", "return", ""), ("Từ chối", "reject", "từ chối"))
SHOWN_FIGURES = 20
SHOWN_DOUBTS = 12
SHOWN_CHANGES = 15
PANEL_WHEN = 700
SHOWN_LEFT_OUT = 3


def preview(draft: DraftView) -> list[Reply]:
    """The exact message that residents will get, then the panel with the doubts and buttons."""
    exact = push_again(draft.exact) if draft.corrects else push(draft.exact)
    # Without the button, which would lead to a post that has no number yet.
    return [Reply(exact.text, file=exact.file), panel(draft)]


def panel(draft: DraftView, *, replace: bool = False) -> Reply:
    """What was read, the doubts to tick, whom it would reach, and the buttons."""
    post, reading = draft.view.post, draft.view.reading
    read: list[Markup | str] = [
        Markup("Loại: <b>{}</b>").format(KIND_NAMES[post.kind]),
        f"Ngày: {_date(draft)}",
    ]
    read += when_lines(post, draft.view.ward.name, units=PANEL_WHEN)
    if post.starts_at:
        read.append(f"Bắt đầu: {minute(post.starts_at)}")
    if post.ends_at and not draft.ends_at:
        read.append(f"Kết thúc: {minute(post.ends_at)}")
    if draft.ends_at:
        read.append(Markup("Tự kết thúc: <b>{}</b> <i>(đổi ở Sửa)</i>").format(moment(draft.ends_at)))
    elif Field.END in reading.by_hand or (post.kind is Kind.ANNOUNCEMENT and post.starts_at and not post.ends_at):
        read.append(Markup("Tự kết thúc: không <i>(đổi ở Sửa)</i>"))
    if post.organisation:
        read.append(f"Đơn vị: {post.organisation}")
    if post.kind is not Kind.ANNOUNCEMENT and (place := place_beside(post, draft.view.ward.name)):
        read.append(f"Địa điểm: {place}")
    if reading.tally:
        read.append(Markup("Chỉ tiêu: <b>đạt {}/{}</b>").format(reading.tally.met, reading.tally.total))
    figures = listed(reading.figures, SHOWN_FIGURES)
    who = "cán bộ" if post.audience is Audience.CADRES else "bà con"
    text = lines(
        to_approve(draft) if post.state is PostState.PENDING and not draft.own else _state(draft),
        Markup("<b>Trên đây là đúng tin mà {} sẽ {}.</b>").format(who, "thấy" if draft.corrects else "nhận"),
        # The button itself is not shown above: it would lead to a post that has no number yet.
        own_words("Bài dài nên tin gửi đi là bản tóm tắt, kèm <k>nút “Đọc toàn văn”|cách đọc toàn văn</k>.")
        if is_digest(push(draft.exact))
        else None,
        "",
        *read,
        *_left_out(draft),
        *(("", Markup("<b>Số liệu đọc được ({})</b>").format(len(reading.figures)), *figures) if figures else ()),
        *_doubts(draft),
        *_changes(draft),
        "",
        *panel_files(draft),
        *(_to_copies(draft) if draft.corrects else _to_people(draft)),
        *_proposals(draft),
        _approval(draft),
        Markup("✍️ {} cũng vừa sửa bản nháp này, lúc {}.").format(draft.other[0], minute(draft.other[1]))
        if draft.other
        else None,
    )
    # It has neither number nor mark by which that would be known.
    return Reply(text, _buttons(draft), replace=replace, protect=post.audience is Audience.CADRES)


def _state(draft: DraftView) -> Markup | None:
    post = draft.view.post
    if post.state is PostState.SCHEDULED and post.due_at is not None:
        return Markup("🕗 <b>Đã hẹn đăng lúc {}.</b>").format(moment(post.due_at))
    if post.state is PostState.DRAFT:
        return None
    why = Markup(" Lý do: {}").format(draft.reason) if draft.reason else ""
    return Markup("<b>Tình trạng: {}.</b>").format(STATE_NAMES[post.state]) + why


def _to_people(draft: DraftView) -> list[Markup | str]:
    """Whom a new post would reach, and how long that takes."""
    post, reach = draft.view.post, draft.reach
    topics = ", ".join(post.topics) or "không chọn"
    areas = f" · Khu vực: {', '.join(draft.areas)}" if draft.areas else ""
    stars = f"Gửi nhanh tốn khoảng {number(reach.stars)} Sao Telegram, cần quản trị đồng ý."
    urgent = " · 🔴 KHẨN" if post.urgent else ""
    return [
        Markup("Gửi cho: <b>{} người · {}</b>").format(number(reach.people), _how_soon(reach)),
        *([Markup("Lên cả kênh “{}”.").format(reach.channel)] if reach.channel else []),
        *([_hours(reach)] if reach.later and (reach.at_once or len(reach.later) > 1) else []),
        *([stars] if reach.stars else []),
        f"Đối tượng: {AUDIENCE_NAMES[post.audience]} · Chủ đề: {topics}{areas}{urgent}",
    ]


def _left_out(draft: DraftView) -> list[Markup | str]:
    """What of the text residents do not get, its first lines told."""
    post = draft.view.post
    pieces = [line.strip() for start, end in post.left_out for line in post.body[start:end].split("\n")]
    shown = [one for one in pieces if any(c.isalnum() for c in one)]
    if not shown or post.told == post.body:
        return []
    told = "; ".join(f"“{cut(' '.join(one.split()), 40)}”" for one in shown[:SHOWN_LEFT_OUT])
    more = f" và {len(shown) - SHOWN_LEFT_OUT} dòng nữa" if len(shown) > SHOWN_LEFT_OUT else ""
    return [Markup("✂️ Lược bớt khi gửi: {}{}.").format(told, more)]


def _proposals(draft: DraftView) -> list[Markup | str]:
    """What the text proposes beside what was chosen."""
    proposed = draft.proposed
    urgent = Markup("🔴 <b>Đánh dấu tin khẩn?</b> Bài có chữ {}. <k>Bấm|Chọn</k> Khẩn nếu đúng.")
    cadres = Markup("🔒 <b>Chỉ gửi cho cán bộ?</b> Bài có chữ {}. <k>Bấm|Chọn</k> Đối tượng nếu đúng.")
    asked = [
        said.format(", ".join(f"“{one}”" for one in words))
        for said, words in ((urgent, proposed.urgent), (cadres, proposed.cadres))
        if words
    ]
    named = [f"chủ đề {proposed.topic.name}"] if proposed.topic else []
    named += [f"khu vực {', '.join(one.name for one in proposed.areas)}"] if proposed.areas else []
    return [
        *asked,
        *([f"Bot đề nghị: {' · '.join(named)}."] if named else []),
    ]


def _how_soon(reach: Reach) -> str:
    """How long it takes, or when it begins where it waits for everybody."""
    return duration(reach.time) if reach.at_once or not reach.later else f"lúc {soon(reach.later[0][0])}"


def _hours(reach: Reach) -> str:
    """Who gets it at once, and who when: some want all of a day together, and at night phones are let be."""
    parts = [f"{number(reach.at_once)} người nhận ngay"] if reach.at_once else []
    parts += [f"{number(people)} người lúc {soon(at)}" for at, people in reach.later]
    return f"Trong đó: {' · '.join(parts)}"


def _to_copies(draft: DraftView) -> list[Markup | str]:
    """What a correction does in the chats of those who hold a copy."""
    head = Markup("<b>Đính chính tin số {}</b> · đã gửi {} người").format(draft.corrects, number(draft.copies))
    if draft.changes is not None and not draft.changes.told() and not draft.loud:
        return [head]
    return [head, _how_it_reaches(draft)]


def _how_it_reaches(draft: DraftView) -> str:
    """What becomes of the copies: of all, of none, or of some nothing can be changed any more."""
    if draft.fixed and draft.fixed == draft.copies:
        if draft.loud:
            when = f" lúc {soon(draft.rings_at)}, hết giờ yên lặng" if draft.rings_at else ""
            return f"Ai đã nhận sẽ được gửi một tin báo đính chính{when}; tin cũ ở máy họ không sửa lại được."
        return (
            "Chỉ là lỗi gõ: không báo thêm ai. Tin cũ ở máy người nhận không sửa lại được, ai xem lại thì thấy bản mới."
        )
    some = f"{number(draft.fixed)} người dùng kênh không sửa được tin đã gửi"
    if draft.loud:
        when = f" lúc {soon(draft.rings_at)}, hết giờ yên lặng" if draft.rings_at else ""
        how = f"Ai đã nhận sẽ thấy tin cũ được sửa, có chữ ĐÍNH CHÍNH, và nhận thêm một tin báo{when}."
        return f"{how} Riêng {some} thì chỉ nhận tin báo." if draft.fixed else how
    how = "Chỉ là lỗi gõ: tin ở máy mọi người được sửa lặng lẽ, không báo thêm."
    return f"{how} Riêng {some} thì vẫn giữ tin cũ." if draft.fixed else how


def _changes(draft: DraftView) -> list[Markup | str]:
    """What is another than before, where there is a before."""
    if draft.changes is None:
        return []
    told = draft.changes.told()
    if not told:
        hint = (
            own_words("Chưa sửa gì. Gõ chỗ sai và chỗ đúng, ví dụ: 8h => 9h, hoặc <k>bấm|chọn</k> Sửa.")
            if draft.corrects
            else "Chưa sửa gì."
        )
        return ["", hint]
    shown: list[Markup | str] = [f"• {cut(one, 250)}" for one in told[:SHOWN_CHANGES]]
    if len(told) > SHOWN_CHANGES:
        shown.append(f"… và {len(told) - SHOWN_CHANGES} chỗ nữa")
    return ["", Markup("<b>Thay đổi so với bản trước</b>"), *shown]


def _approval(draft: DraftView) -> Markup | str | None:
    post = draft.view.post
    if draft.held:
        return (
            "🔒 Tin có thông tin riêng của người dân nên chỉ anh/chị xem được, và chưa đăng được. Xin bỏ hoặc che bớt."
        )
    if not draft.needs_approval or post.state not in (PostState.DRAFT, PostState.RETURNED, PostState.APPROVED):
        return None
    if draft.approved:
        return "👍 Đã có người duyệt bản này."
    if not draft.own:
        return None
    if not draft.may_agree:
        return "Tin này cần một người khác duyệt, nhưng phường chưa có người duyệt thứ hai."
    return own_words(
        "<k>Bấm|Chọn</k> Đăng thì tin gửi tới {} người duyệt trước; sau 20 phút chưa ai trả lời, bot nhắc lại."
    ).format(len(draft.may_agree))


def _date(draft: DraftView) -> str:
    reading = draft.view.reading
    if reading.date:
        return day(reading.date)
    return f"“{reading.date_as_written}”" if reading.date_as_written else "không thấy ghi"


def _shown_doubts(draft: DraftView) -> list[int]:
    """Positions of the doubts on the panel: with very many, those still open come first."""
    positions = range(len(draft.accepted))
    if len(draft.accepted) <= SHOWN_DOUBTS:
        return list(positions)
    return sorted(sorted(positions, key=lambda position: bool(draft.accepted[position]))[:SHOWN_DOUBTS])


def _box(draft: DraftView, position: int) -> str:
    """The mark before a doubt; that of private data cannot be ticked away, only mended."""
    if draft.view.reading.warnings[position].code is WarningCode.PERSONAL_DATA:
        return "🔒"
    return "☑" if draft.accepted[position] else "☐"


def _doubts(draft: DraftView) -> list[Markup | str]:
    if not draft.accepted:
        return ["", "Không thấy chỗ nào đáng ngờ."]
    total, still_open = len(draft.accepted), draft.accepted.count(None)
    todo = f"còn {still_open} chỗ chưa xác nhận" if still_open else "đã xác nhận hết"
    found: list[Markup | str] = ["", Markup("<b>⚠️ Cần xem lại {} chỗ</b> ({})").format(total, todo)]
    for position in _shown_doubts(draft):
        doubt = draft.view.reading.warnings[position]
        quotes = "; ".join(f"“{cut(' '.join(quote.split()), 80)}”" for quote in doubt.quotes[:4])
        box = _box(draft, position)
        note = f" ({cut(' '.join(doubt.note.split()), 160)})" if doubt.note else ""
        found.append(
            Markup("{} <k>{}.|Chỗ {}:</k> {}: {}{}").format(
                box, position + 1, position + 1, DOUBTS[doubt.code], quotes, note
            )
        )
        accepted = draft.accepted[position]
        if accepted and not draft.own:
            found.append(f"     {accepted[0] or '(không rõ)'} đã xem, lúc {minute(accepted[1])}")
    hidden = total - len(_shown_doubts(draft))
    if hidden:
        found.append(f"… và {hidden} chỗ nữa, hiện ra khi xác nhận xong các chỗ trên")
    if draft.own and still_open:
        found.append(own_words("<k>Bấm ☐|Chọn từng chỗ</k> khi đã xem và thấy đúng, hoặc <k>bấm|chọn</k> Sửa."))
    return found


def _buttons(draft: DraftView) -> ButtonRows:
    post, seal = draft.view.post, draft.seal
    change, drop = (
        Button("Sửa", f"post.change {post.id}"),
        Button("Hủy", f"post.drop {post.id}", final="hủy", line="Hủy bản nháp"),
    )
    there = len(draft.view.attachments)
    files = Button(f"Đính kèm ({there})" if there else "Đính kèm", f"post.files {post.id}", attach=not there)
    moves = moves_for(post, own=draft.own)
    if Action.APPROVE in moves:
        decide = [Button(label, f"post.{word} {post.id} {seal}", final=final) for label, word, final in DECISIONS]
        return (tuple(decide), (change, files))
    if post.state is PostState.PENDING:
        row = (Button("Đăng ngay, duyệt sau", f"post.now {post.id} {seal}"),)
        return (*((row,) if Action.UNAPPROVED in moves else ()), (change, files, drop))
    if Action.UNDO in moves:
        later = (Button("Hoàn tác", f"post.undo {post.id}"), Button("Đổi giờ", f"post.when {post.id}"))
        return (later, (change, files))
    if Action.SUBMIT not in moves:
        return ((change, files),)
    ticks = [_tick(draft, position) for position in _shown_doubts(draft) if _box(draft, position) != "🔒"]
    rows = [tuple(ticks[start : start + 4]) for start in range(0, len(ticks), 4)]
    rows.append((Button("Đăng", f"post.publish {post.id} {seal}", final="đăng"), change, files))
    if draft.corrects is None:
        rows += _extra(draft)
        to = (Button("Đối tượng", f"post.audience {post.id}"), Button("Chủ đề", f"post.topics {post.id}"))
        rows.append((*to, Button("Khẩn", f"post.urgent {post.id}")))
        rows.append((Button("Khu vực", f"post.areas {post.id}"), Button("Hẹn giờ", f"post.when {post.id}"), drop))
    else:
        loud = () if draft.changes is None or draft.changes.meaning else (_loud(draft),)
        rows.append((*loud, drop))
    rows.append((Button("Gửi thử cho tôi", f"post.try {post.id}"),))
    return tuple(rows)


def _extra(draft: DraftView) -> list[tuple[Button, ...]]:
    """One tap each for what the text proposes, and for what was left out of it."""
    post_id, proposed = draft.view.post.id, draft.proposed
    taken = []
    if proposed.topic:
        taken.append(
            Button(
                f"+ {cut(proposed.topic.name, 30)}",
                f"post.propose {post_id} topic",
                line=f"Chọn chủ đề {proposed.topic.name}",
            )
        )
    if proposed.areas:
        names = cut(", ".join(one.name for one in proposed.areas), 30)
        taken.append(Button(f"+ {names}", f"post.propose {post_id} areas", line=f"Chọn khu vực {names}"))
    rows = [tuple(taken)] if taken else []
    if Field.WHOLE in draft.view.reading.by_hand:
        rows.append((Button("Lược đầu, cuối", f"post.whole {post_id}", line="Lược phần đầu và cuối văn bản"),))
    elif draft.view.post.left_out:
        rows.append((Button("Gửi nguyên văn", f"post.whole {post_id}", line="Gửi nguyên văn, cả phần đầu và cuối"),))
    return rows


def trial(draft: DraftView) -> Reply:
    """The message that people will get, to its author alone."""
    exact = push_again(draft.exact) if draft.corrects else push(draft.exact)
    return Reply(exact.text, file=exact.file, protect=draft.view.post.audience is Audience.CADRES)


def _tick(draft: DraftView, position: int) -> Button:
    place = position + 1
    line = f"☑ Chỗ {place}: bỏ xác nhận" if draft.accepted[position] else f"☐ Chỗ {place}: đã xem, thấy đúng"
    data = f"post.tick {draft.view.post.id} {draft.seal} {position}"
    return Button(f"{_box(draft, position)} {place}", data, line=line)


def _loud(draft: DraftView) -> Button:
    return buttons.box(ticked=draft.loud, label="Báo cho mọi người", data=f"post.loud {draft.view.post.id}")


def preview_below() -> Reply:
    """What an older panel becomes: one with live buttons would say what is no longer true."""
    return Reply(Markup("Bản nháp mới nhất ở ngay bên dưới."), replace=True, in_place=True)


def draft_changed() -> Reply:
    """Đăng or ☐ on an older panel: nothing was done, the newest draft follows."""
    return Reply(
        Markup(
            "Bản nháp đã đổi sau tin này nên <b>chưa đăng gì</b>. Xin xem bản mới nhất bên dưới rồi "
            "<k>bấm|chọn</k> lại."
        ),
        replace=True,
    )

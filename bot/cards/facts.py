"""The ward's directory and its answers, as people read them, and as officials write them."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import cut, day, lines
from bot.cards.paging import paging
from bot.cards.refusals import sentence
from bot.domain.facts import Answer, BadRow, Contact, FactKind, Fields, Proposal, Written
from bot.domain.forms import FORMS, Label
from bot.domain.views import Known, Page, WardInfo
from bot.messages.markup import plain
from bot.messages.message import Button, ButtonRows, Reply

NAMES = {FactKind.CONTACT: "danh bạ", FactKind.ANSWER: "hỏi đáp"}
NAME_UNITS = 120
SHOWN_NAMES = 12
SHOWN_BAD = 10
GONE = "mục không còn nữa"
UNKNOWN = "(không rõ)"


# --- reading ----------------------------------------------------------------------------------------------------------


def directory(ward: WardInfo, page: Page[Contact], *, writes: bool) -> Reply:
    """Who the ward is and its number, whom to call in danger, and the lines of its directory."""
    call = Markup("Số điện thoại phường: <b>{}</b>").format(ward.hotline)
    head: list[Markup | str] = [
        Markup("<b>{}</b>").format(ward.name),
        call if ward.hotline else "Phường chưa ghi số điện thoại ở đây.",
        "Khẩn cấp: công an 113 · cứu hỏa 114 · cấp cứu 115",
    ]
    for one in page.items:
        head += ["", contact_lines(one)]
    turning = paging("contacts", "", page, newer="Trước", older="Tiếp theo")
    return Reply(lines(*head), (*turning, *(_writing(FactKind.CONTACT, page) if writes else ((buttons.NEWS,),))))


def not_listed(ward: WardInfo) -> Reply:
    """The directory has nobody for what was asked: said as it is, with the ward's own number."""
    call = Markup("Số điện thoại phường: <b>{}</b>").format(ward.hotline) if ward.hotline else None
    return Reply(lines("Dạ, danh bạ của phường chưa ghi số riêng cho việc này.", call), (buttons.FIXED,))


def contact_lines(one: Contact) -> Markup:
    """Whom to call, with all that is known of them."""
    return lines(
        Markup("<b>{}</b>").format(one.name),
        Markup("📞 <b>{}</b>").format(one.phone) if one.phone else None,
        Markup("📍 {}").format(one.address) if one.address else None,
        Markup("🕒 {}").format(one.hours) if one.hours else None,
        Markup("Gọi khi cần: {}").format(one.matters) if one.matters else None,
    )


def answers(page: Page[Answer], *, writes: bool) -> Reply:
    """Common questions, each with the number by which it is asked for."""
    if not page.items:
        empty = "Phường chưa ghi câu hỏi đáp nào. Bà con cứ gõ điều cần hỏi, bot tìm trong các tin."
        return Reply(lines(empty), _writing(FactKind.ANSWER, page) if writes else (buttons.FIXED,))
    told = [Markup("<b>{}.</b> {}").format(one.id, one.question) for one in page.items]
    first = page.items[0].id
    head = Markup("<b>Bà con hay hỏi</b> (gõ ví dụ: hỏi đáp {})").format(first)
    row = tuple(Button(f"Câu {one.id}", f"answers {one.id}", typed=f"hỏi đáp {one.id}") for one in page.items)
    turning = paging("answers", "", page, newer="Trước", older="Tiếp theo")
    rows = (*(row[at : at + 4] for at in range(0, len(row), 4)), *turning)
    return Reply(lines(head, "", *told), (*rows, *(_writing(FactKind.ANSWER, page) if writes else ())))


def answer(one: Answer, ward: WardInfo, *, sure: bool) -> Reply:
    """One answer with its source."""
    return Reply(answer_lines(one, ward, sure=sure), (buttons.FIXED,))


def answer_lines(one: Answer, ward: WardInfo, *, sure: bool) -> Markup:
    """A question, its answer and where that comes from; one that is looked at again says so first."""
    call = f" Cần chắc chắn, xin gọi {ward.hotline}." if ward.hotline else ""
    return lines(
        Markup("<b>{}</b>").format(one.question),
        None if sure else Markup("⚠️ Phường đang xem lại câu này, có thể đã khác.{}").format(call),
        one.text,
        Markup("<i>Theo: {}{}</i>").format(
            one.source, f" · phường xem lại sau ngày {day(one.reviewed_until)}" if sure else ""
        ),
    )


def known_lines(known: Known, ward: WardInfo) -> list[Markup]:
    """What the ward's own facts say to a question, above what was published."""
    told = [answer_lines(known.answer, ward, sure=known.sure)] if known.answer is not None else []
    return [*told, *map(contact_lines, known.contacts)]


def _writing(kind: FactKind, page: Page[object]) -> ButtonRows:
    edit = (Button("Sửa, bỏ", f"fact.pick {kind}"),) if page.items else ()
    return ((Button("Thêm", f"fact.add {kind}"), *edit),)


# --- writing ----------------------------------------------------------------------------------------------------------


def ask_form(kind: FactKind, fields: Fields | None = None, fact_id: int | None = None) -> Reply:
    """The form to be filled in: empty with how, or as a fact is now."""
    form = [Markup("{}: {}").format(one.label, (fields or {}).get(one.field, "")) for one in FORMS[kind]]
    if fields is not None:
        head = "Chép mẫu dưới đây, sửa rồi gửi lại; chỉ gửi dòng cần sửa cũng được. Để trống một mục: gõ dấu -"
        drop = ((Button("Bỏ hẳn", f"fact.drop {kind} {fact_id}"),),)
        return Reply(lines(head, "", *form), drop)
    optional = {
        FactKind.CONTACT: "Mục nào chưa có thì để trống.",
        FactKind.ANSWER: "Cách hỏi khác: chữ bà con hay gõ, cách nhau bằng dấu phẩy. "
        "Không ghi ngày xem lại thì sau 6 tháng bot sẽ hỏi còn đúng không.",
    }
    return Reply(
        lines(
            Markup("Mời anh/chị chép mẫu dưới đây, điền rồi gửi lại. {}").format(optional[kind]),
            Markup("<f>Có sẵn nhiều dòng trong tệp Excel: gửi tệp .xlsx vào đây, hàng đầu là tên các mục như mẫu.</f>"),
            "",
            *form,
        )
    )


def pick_fact(kind: FactKind, facts: Page[tuple[int, str]]) -> Reply:
    """Which one is to be changed?"""
    rows = tuple((Button(cut(" ".join(name.split()), 40), f"fact.edit {kind} {id_}"),) for id_, name in facts.items)
    turning = paging("fact.pick", kind, facts, newer="Trước", older="Tiếp theo")
    return Reply(Markup("Anh/chị muốn sửa hay bỏ mục nào?"), (*rows, *turning))


def ask_drop_fact(kind: FactKind, fact_id: int, name: str) -> Reply:
    """Taking a fact away asks once."""
    return Reply(
        Markup("Bỏ “{}” khỏi {}?").format(cut(name, NAME_UNITS), NAMES[kind]),
        ((Button("Bỏ", f"fact.drop.yes {kind} {fact_id}", final="bỏ"), _back(kind, "Giữ lại")),),
    )


def written(done: Written) -> Reply:
    """What was written, or waits for another person's yes, and the rows of a file that were not taken."""
    parts: list[Markup | str] = []
    if done.names:
        verb = "Đã bỏ khỏi" if done.removed else "Đã ghi vào"
        if done.proposal is not None:
            verb = "Đã gửi người duyệt xem. Khi được đồng ý sẽ " + ("bỏ khỏi" if done.removed else "ghi vào")
        parts.append(Markup("{} {}: {}").format(verb, NAMES[done.kind], _names(done.names)))
    if done.bad:
        parts += [*([""] if parts else []), Markup("<b>{} dòng chưa ghi được:</b>").format(len(done.bad))]
        parts += [_bad(one) for one in done.bad[:SHOWN_BAD]]
        if len(done.bad) > SHOWN_BAD:
            parts.append(f"… và {len(done.bad) - SHOWN_BAD} dòng nữa")
        parts.append("Xin sửa các dòng ấy trong tệp rồi gửi lại; dòng đã ghi gửi lại cũng không sao.")
    return Reply(lines(*parts), ((Button("Thêm nữa", f"fact.add {done.kind}"), _back(done.kind, "Xem lại")),))


def _bad(one: BadRow) -> Markup:
    return Markup("• “{}”: {}").format(cut(one.begins, 60), sentence(one.reason, one.facts))


def _names(names: Sequence[str]) -> Markup:
    """The names as a sentence ends: a question has its own mark."""
    names = names or (GONE,)
    shown = Markup("; ").join(Markup("<b>{}</b>").format(cut(one, NAME_UNITS)) for one in names[:SHOWN_NAMES])
    if len(names) > SHOWN_NAMES:
        return shown + f" và {len(names) - SHOWN_NAMES} mục nữa."
    return shown + ("" if plain(shown).endswith(("?", "!", ".", "…")) else ".")


def _back(kind: FactKind, label: str) -> Button:
    if kind is FactKind.CONTACT:
        return Button(label, "contacts", typed="danh bạ")
    return Button(label, "answers", typed="hỏi đáp")


def ask_fact_agreement(one: Proposal, names: Sequence[str], who: str) -> Reply:
    """Another person is asked whether it may stand there, with all that would: nobody agrees to what is not shown."""
    parts: list[Markup | str] = [
        Markup("<b>{}</b> muốn {} {}: {}").format(who or UNKNOWN, _verb(one), NAMES[one.kind], _names(names))
    ]
    for entry in one.entries:
        parts += ["", *(_field(label, entry[label.field]) for label in FORMS[one.kind] if label.field in entry)]
    return Reply(
        lines(*parts),
        ((Button("Đồng ý", f"fact.agree {one.id}"), Button("Từ chối", f"fact.decline {one.id}")),),
    )


def _verb(one: Proposal) -> str:
    if not one.entries:
        return "bỏ khỏi"
    return "ghi vào" if one.subject_id is None else "sửa trong"


def _field(label: Label, value: str) -> Markup:
    if value and label.field == "reviewed_until":
        value = day(date.fromisoformat(value))
    return Markup("{}: {}").format(label.label, value or "(để trống)")


def waiting_fact(one: Proposal, names: Sequence[str], age: str) -> Markup:
    """A line of what waits for this official's yes."""
    name = names[0] if names else GONE
    more = f" và {len(names) - 1} mục nữa" if len(names) > 1 else ""
    told = f"{_verb(one).capitalize()} {NAMES[one.kind]}: {cut(name, NAME_UNITS)}{more}"
    return Markup("{} <i>({} trước)</i>").format(told, age)


def fact_decided(one: Proposal, done: Written) -> Reply:
    """It was agreed to, or not: for who decided."""
    verb = "Đã đồng ý" if one.agreed else "Đã từ chối"
    return Reply(Markup("{}: {}").format(verb, _names(done.names)), ((_back(done.kind, "Xem lại"),),))


def told_fact_decided(one: Proposal, done: Written, who: str) -> Reply:
    """The same for who had asked."""
    verb = "đã đồng ý" if one.agreed else "không đồng ý"
    where = f"{'bỏ khỏi' if done.removed else 'ghi vào'} {NAMES[done.kind]}"
    return Reply(
        Markup("<b>{}</b> {} {}: {}").format(who, verb, where, _names(done.names)), ((_back(done.kind, "Xem lại"),),)
    )


def ask_review(one: Answer) -> Reply:
    """An answer's last sure day is over: does it still hold?"""
    return Reply(
        lines(
            Markup("Câu hỏi đáp này đã đến hạn xem lại ({}). Còn đúng không ạ?").format(day(one.reviewed_until)),
            "",
            Markup("<b>{}</b>").format(one.question),
            one.text,
            Markup("<i>Theo: {}</i>").format(one.source),
            "",
            "Cho đến khi anh/chị trả lời, bà con thấy câu này kèm lời báo “đang xem lại”.",
        ),
        (
            (
                Button("Còn đúng", f"fact.renew {one.id}"),
                Button("Sửa", f"fact.edit answer {one.id}"),
                Button("Bỏ", f"fact.drop answer {one.id}"),
            ),
        ),
    )


def renewed(one: Answer) -> Reply:
    """It still holds."""
    return Reply(
        Markup("Đã ghi: “{}” còn đúng. Bot sẽ hỏi lại sau ngày {}.").format(
            cut(one.question, NAME_UNITS), day(one.reviewed_until)
        )
    )

"""Writing targets: questions with short answers, what a table would change row by row, and another person's yes."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.facts import UNKNOWN
from bot.cards.format import amount, cut, duration, lines, number
from bot.cards.refusals import sentence
from bot.cards.targets import name_among
from bot.domain.figures import Figure
from bot.domain.measuring import Offer
from bot.domain.periods import months
from bot.domain.target_cells import COLUMNS, DIRECTIONS, OPEN, WHOLE, YEARLY
from bot.domain.target_changes import Change, Sheet
from bot.domain.target_columns import CUMULATIVE, WITHIN
from bot.domain.targets import Target
from bot.messages.message import BUTTON_DATA_BYTES, Button, ButtonRows, Reply

SHOWN_BAD = 10
MOST_CHOICES = 8
SKIP, WRITE = "bỏ qua", "ghi"
FIELD_LABELS = {**COLUMNS, "name": "Tên", "plans": "Kế hoạch"}
EDITED = ("name", "plans", "direction", "unit", "term", "yearly", "due", "topic", "owner")
"""What can be changed of a target, in the order in which it is asked of a new one too."""

_QUESTIONS = {
    "name": "Tên chỉ tiêu là gì? Ví dụ: <b>Thu ngân sách trên địa bàn</b>",
    "direction": "Thế nào là đạt?",
    "unit": "Đơn vị tính là gì? Ví dụ: <b>%</b>, <b>hộ</b>, <b>tỷ đồng</b>",
    "plans": "Kế hoạch bao nhiêu? Ví dụ: <b>95</b>. Nhiều nơi giao thì mỗi dòng một nơi, ví dụ: <b>tỉnh giao: 95</b>",
    "term": "Chỉ tiêu của nhiệm kỳ hay năm nào? Ví dụ: <b>2025-2030</b> hoặc <b>2026</b>",
    "yearly": "Kế hoạch ấy tính cho cả nhiệm kỳ, hay năm nào cũng phải đạt?",
    "due": "Phải xong trước hết ngày nào? Ví dụ: <b>31/12/2026</b>",
    "topic": "Thuộc chủ đề nào?",
    "owner": "Ai phụ trách? Ví dụ: <b>Phòng Kinh tế</b>",
}
SKIPPED = ("topic", "owner", "due", "unit")
"""What a target may be without."""
_MEANT = {
    "ít nhất": "Từ mức ấy trở lên (ít nhất)",
    "nhiều nhất": "Không quá mức ấy (nhiều nhất)",
    "giữ ở": "Giữ đúng mức ấy",
    "mốc": "Một việc phải xong trước một ngày",
}


def target_menu(targets: Sequence[Target], words: str = "") -> Reply:
    """What can be written, and whose figure: those targets that are under way, or that the words name."""
    shown = targets[:MOST_CHOICES]
    rows = [
        (
            Button(
                name_among(one, targets, 40),
                f"target.measure {one.id}",
                line=f"Ghi số: {name_among(one, targets, 60)}",
            ),
        )
        for one in shown
    ]
    said = Markup("Anh/chị muốn ghi số liệu cho chỉ tiêu nào?")
    if words and not targets:
        said = Markup("Không thấy chỉ tiêu nào đang thực hiện tên như “{}”.").format(cut(words, 80))
    elif not targets:
        said = Markup("Chưa có chỉ tiêu nào. Thêm từng chỉ tiêu, hoặc gửi cả bảng một lần.")
    more = None
    if len(targets) > len(shown):
        more = Markup("Chỉ tiêu khác: gõ ví dụ <b>cập nhật hộ nghèo</b>")
    tools = (
        Button("Thêm chỉ tiêu", "target.add"),
        Button("Gửi cả bảng", "target.table", typed="cập nhật bảng"),
        Button("Lấy bảng mẫu", "targets.template", typed="chỉ tiêu mẫu", file=True),
    )
    return Reply(lines(said, more), (*rows, tools))


def ask_target(
    field: str, today: date, mark: str, *, terms: Sequence[str] = (), topics: Sequence[str] = (), now: str = ""
) -> Reply:
    """One question, with the answers that need no typing; `now` is what stands there.

    `mark` tells which question of which target it is.
    """
    choices: list[tuple[str, str]] = []
    if field == "direction":
        choices = [(_MEANT[one], one) for one in DIRECTIONS.values()]
    elif field == "unit":
        choices = [(one, one) for one in ("%", "hộ", "người", "tỷ đồng")]
    elif field == "term":
        choices = [(one, one) for one in dict.fromkeys((*terms, str(today.year)))][:4]
    elif field == "yearly":
        choices = [("Cả nhiệm kỳ", WHOLE), ("Năm nào cũng phải đạt", YEARLY)]
    elif field == "topic":
        choices = [(one, one) for one in topics]
    said = Markup(_QUESTIONS[field])  # noqa: S704 - our own words
    if now:
        all_anew = "Xin gõ lại đủ mọi kế hoạch: kế hoạch nào không gõ lại thì bỏ." if field == "plans" else None
        said = lines(Markup("Đang ghi: <b>{}</b>").format(now), said, all_anew)
    rows: list[tuple[Button, ...]] = [
        (Button(cut(label, 40), f"target.say {mark} {answer}", typed=answer),)
        for label, answer in choices
        if len(f"target.say {mark} {answer}".encode()) <= BUTTON_DATA_BYTES
    ]
    if len(rows) > 4:
        rows = [tuple(one for row in rows[at : at + 2] for one in row) for at in range(0, len(rows), 2)]
    last = [_stop(mark)]
    if field in SKIPPED:
        last.insert(0, Button("Bỏ qua", f"target.say {mark} {SKIP}", typed=SKIP))
    if field == "plans":
        # Where buttons are numbers, "1" must be a plan and no button.
        return Reply(lines(said, _TO_STOP))
    return Reply(said, (*rows, tuple(last)))


_TO_STOP = Markup("Gõ <b>hủy</b> để thôi.")


def stop(form: str) -> Button:
    """Gives up a form, and no other than that."""
    return Button("Hủy", f"target.stop {form}", typed="hủy")


def _stop(mark: str) -> Button:
    """The same of the form that a question's mark is of."""
    return stop(mark.partition(".")[0])


def edit_target(target: Target) -> Reply:
    """Which field of a target is to be another."""
    names = [one for one in EDITED if one != "due" or target.direction == "milestone"]
    cells = [Button(FIELD_LABELS[one], f"target.field {target.id} {one}") for one in names]
    rows = [tuple(cells[at : at + 3]) for at in range(0, len(cells), 3)]
    end = Button("Kết thúc chỉ tiêu", f"target.end {target.id}")
    if target.ended_at is not None:
        end = Button("Mở lại chỉ tiêu", f"target.end {target.id}")
    return Reply(
        Markup("Anh/chị muốn sửa gì của chỉ tiêu <b>{}</b>?").format(target.name),
        (*rows, (end, Button("Quay lại", f"targets.one {target.id}"))),
    )


# --- a value ----------------------------------------------------------------------------------------------------------


def ask_period(target: Target, today: date, mark: str) -> Reply:
    """Of which period is the figure?"""
    year, month = today.year, today.month
    spans = [months(year, 1, 12), months(year - 1, 1, 12)]
    if month >= 6:
        spans.insert(1, months(year, 1, 6))
    if month >= 9:
        spans.insert(1, months(year, 1, 9))
    if month > 1:
        spans.insert(1, months(year, month - 1, month - 1))
    rows = tuple((Button(one.name, f"target.say {mark} {one.name}", typed=one.name),) for one in spans)
    return Reply(
        Markup("<b>{}</b>: số của kỳ nào? Ví dụ: <b>6 tháng đầu năm {}</b>, <b>quý III/{}</b>").format(
            target.name, year, year
        ),
        (*rows, (_stop(mark),)),
    )


def ask_counted(mark: str) -> Reply:
    """From the beginning on, or of this period alone?"""
    return Reply(
        Markup("Số này tính từ đầu kỳ kế hoạch đến nay, hay riêng kỳ này?"),
        (
            (Button("Từ đầu (lũy kế)", f"target.say {mark} {CUMULATIVE}", typed=CUMULATIVE),),
            (Button("Riêng kỳ này", f"target.say {mark} {WITHIN}", typed=WITHIN),),
            (_stop(mark),),
        ),
    )


def ask_value(target: Target, period: str) -> Reply:
    """How much?"""
    unit = f" ({target.unit})" if target.unit else ""
    asked = Markup("<b>{}</b>, {}: bao nhiêu{}? Ví dụ: <b>103,9</b>").format(target.name, period, unit)
    return Reply(lines(asked, _TO_STOP))


def ask_source() -> Reply:
    """Which post states it?"""
    return Reply(
        lines(Markup("Số này đã đăng trong tin số mấy? Gõ số tin; chưa đăng ở tin nào thì gõ <b>bỏ qua</b>."), _TO_STOP)
    )


def ask_sure(target: Target, period: str, number_: object, figure: Figure, mark: str) -> Reply:
    """The post says this number, but perhaps of something else: a person looks at its words first."""
    about = ", ".join(filter(None, (cut(figure.label, 80), figure.period)))
    said = Markup("Tin số {} ghi “{}”").format(number_, cut(figure.quote, 300)) + (f" ({about})." if about else ".")
    asked = Markup("Chưa rõ có phải số của <b>{}</b>, {} không. Đúng thì <k>bấm|gõ</k> Ghi.").format(
        target.name, period
    )
    return Reply(lines(said, asked), ((Button("Ghi", f"target.say {mark} {WRITE}", typed=WRITE), _stop(mark)),))


def target_measured(target: Target, said: str, value: str) -> Reply:
    """A value was written down from a post."""
    return Reply(
        Markup("Đã ghi <b>{}</b>, {}: <b>{}</b>.").format(target.name, said, value),
        ((Button("Xem chỉ tiêu này", f"targets.one {target.id}"), buttons.TARGETS),),
    )


def target_taken(offer: Offer) -> Reply:
    """A figure that was offered is the target's value now."""
    return target_measured(offer.target, offer.period.name, amount(offer.value, offer.target.unit or None))


def from_figure(figure: Figure) -> Markup:
    """What of a figure is taken over into a new target."""
    return Markup("Lấy từ “{}”.").format(cut(figure.quote, 160))


# --- a table ----------------------------------------------------------------------------------------------------------


def ask_target_table(form: str) -> Reply:
    """Asks for the whole table."""
    return Reply(
        lines(
            Markup("Mời anh/chị dán bảng vào đây.<f> Hoặc gửi tệp .xlsx, .docx.</f>"),
            "Hàng đầu là tên các cột, ví dụ: Chỉ tiêu, Đơn vị, Yêu cầu, Nhiệm kỳ, Kế hoạch: tỉnh giao, "
            "Thực hiện: năm 2026 (lũy kế).",
            "Bot cho xem từng dòng sẽ đổi gì trước khi ghi.",
        ),
        ((Button("Lấy bảng mẫu", "targets.template", typed="chỉ tiêu mẫu", file=True), stop(form)),),
    )


def target_changes(sheet: Sheet, mark: str) -> Reply:
    """What would change, row by row; or which cells are wrong: then nothing is written.

    `mark` tells which table it is.
    """
    if sheet.bad:
        return Reply(
            lines(
                Markup("<b>Chưa ghi gì cả.</b> Có {} ô cần sửa:").format(number(len(sheet.bad))),
                *(_bad(one.cell, one.reason, one.text) for one in sheet.bad[:SHOWN_BAD]),
                f"… và {number(len(sheet.bad) - SHOWN_BAD)} ô nữa" if len(sheet.bad) > SHOWN_BAD else None,
                "Xin sửa rồi gửi lại cả bảng.",
            ),
            ((stop(mark),),),
        )
    if not sheet.changes:
        return Reply(Markup("Không có gì thay đổi: mọi số đã ghi đúng như vậy."), ((buttons.TARGETS,),))
    return Reply(
        lines(Markup("<b>Sẽ ghi {} chỉ tiêu:</b>").format(number(len(sheet.changes))), *_changes(sheet)),
        ((Button("Ghi", f"target.write {mark}", typed="ghi"), stop(mark)),),
    )


def _changes(sheet: Sheet) -> list[Markup | str]:
    """Every row: nobody agrees to what is not shown, and a long list comes as several messages."""
    told: list[Markup | str] = [_change(one) for one in sheet.changes]
    if sheet.same:
        told.append(f"{number(sheet.same)} chỉ tiêu giữ nguyên.")
    if sheet.skipped:
        told.append(f"Bỏ qua {number(sheet.skipped)} hàng chỉ có chữ ở cột tên (tiêu đề, chỗ ký).")
    return told


def _change(one: Change) -> Markup:
    target = one.target
    term = f" ({target.term})" if target.term else ""
    head = Markup("• {}<b>{}</b>{}").format("Mới: " if one.before is None else "", target.name, term)
    notes = []
    for field in one.fields:
        if field.label in (COLUMNS["name"], COLUMNS["term"]) and one.before is None:
            continue
        if field.after in ("", OPEN, WHOLE) and not field.before:
            continue
        was = f" (trước: {field.before})" if field.before else ""
        label = f"{field.label[:1].lower()}{field.label[1:]}".replace(": ", " ")
        notes.append(f"{label} {field.after or 'để trống'}{was}")
    for result, before in one.results:
        was = f" (trước: {amount(before, target.unit or None)})" if before is not None else ""
        counted = "" if result.cumulative or target.is_rate else "riêng "
        notes.append(f"{counted}{result.period}: {amount(result.value, target.unit or None)}{was}")
    return head + (Markup(": {}").format("; ".join(notes)) if notes else "")


def _bad(cell: str, reason: str, text: str) -> Markup:
    said = sentence(reason, {"cell": cell, "text": cut(text, 40)})
    said = said[:1].lower() + said[1:]
    return Markup("• ô <b>{}</b>{}: {}").format(cell, Markup(" “{}”").format(cut(text, 40)) if text else "", said)


def targets_written(changes: Sequence[Change], *, waits: bool) -> Reply:
    """What was written, or waits for another person's yes."""
    if not changes:
        return Reply(Markup("Không có gì thay đổi."), ((buttons.TARGETS,),))
    verb = "Đã gửi người duyệt xem. Khi được đồng ý sẽ ghi" if waits else "Đã ghi"
    rows: ButtonRows = ((buttons.TARGETS, Button("Ghi tiếp", "target", typed="cập nhật")),)
    return Reply(Markup("{} {}.").format(verb, _names(changes)), rows)


def _names(changes: Sequence[Change]) -> Markup:
    shown = Markup("; ").join(Markup("<b>{}</b>").format(one.target.name) for one in changes[:SHOWN_BAD])
    more = f" và {number(len(changes) - SHOWN_BAD)} chỉ tiêu nữa" if len(changes) > SHOWN_BAD else ""
    return Markup("{} chỉ tiêu: {}{}").format(number(len(changes)), shown, more)


def targets_stopped() -> Reply:
    """Nothing was written."""
    return Reply(Markup("Đã bỏ, chưa ghi gì."), ((buttons.TARGETS,),))


# --- another person's yes ---------------------------------------------------------------------------------------------


def ask_targets_agreement(proposal_id: int, sheet: Sheet, who: str) -> Reply:
    """Another person is asked, with all that would change: nobody agrees to what is not shown."""
    head = Markup("<b>{}</b> muốn ghi vào bảng chỉ tiêu:").format(who or UNKNOWN)
    return Reply(
        lines(head, *_changes(sheet)),
        ((Button("Đồng ý", f"target.agree {proposal_id}"), Button("Từ chối", f"target.decline {proposal_id}")),),
    )


def targets_decided(changes: Sequence[Change], *, agreed: bool) -> Reply:
    """For who decided."""
    if not changes:
        return Reply(Markup("Không còn gì để ghi: bảng chỉ tiêu đã đúng như vậy."), ((buttons.TARGETS,),))
    verb = "Đã đồng ý ghi" if agreed else "Đã từ chối ghi"
    return Reply(Markup("{} {}.").format(verb, _names(changes)), ((buttons.TARGETS,),))


def told_targets_decided(changes: Sequence[Change], who: str, *, agreed: bool) -> Reply:
    """For who had asked."""
    verb = "đã đồng ý ghi" if agreed else "không đồng ý ghi"
    if not changes:
        said = Markup("<b>{}</b> {}; bảng chỉ tiêu trước đó đã đúng như anh/chị gửi.").format(who, verb)
        return Reply(said, ((buttons.TARGETS,),))
    return Reply(Markup("<b>{}</b> {} {}.").format(who, verb, _names(changes)), ((buttons.TARGETS,),))


def waiting_line(rows: int, asked_at: datetime, now: datetime) -> Markup:
    """A line of what waits for this official's yes."""
    age = duration(now - asked_at).removeprefix("khoảng ")
    return Markup("Ghi {} chỉ tiêu <i>({} trước)</i>").format(number(rows), age)

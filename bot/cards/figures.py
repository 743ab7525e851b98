"""Lines of figures as people see them: the text's own words with the numbers bold."""

import re
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup, escape

from bot.cards.format import cut, figure_value, lines, number, period
from bot.domain.drafts import DraftView
from bot.domain.figures import Figure, Wording
from bot.domain.lines import Line, bold_in, headlines_of, in_order
from bot.domain.periods import Period
from bot.domain.reading import Reading
from bot.messages.message import Button, Reply

LINE_UNITS = 220
"""The longest line in UTF-16 units."""

# A line that says itself that it is to be reached.
_SAYS_PLAN = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|dự kiến|đề ra|quyết tâm|sẽ|yêu cầu|đề nghị)(?!\w)", re.IGNORECASE
)
_MOVES = ("tăng", "giảm")
_MARKS = {Wording.TEXT: None, Wording.ROW: "lập từ dòng bảng", Wording.WARD: "lời của phường"}


def figure_line(line: Line) -> Markup:
    """One clause's figures in one line, with their period where the words lack it; without words, by their label."""
    first = line[0]
    phrase = cut(" ".join(first.phrase.split()), LINE_UNITS)
    if not phrase:
        return _labelled(first)
    spans = bold_in(phrase, line)
    phrase = phrase[:1].upper() + phrase[1:]  # each line of the list begins as a sentence does
    shown, at = Markup(""), 0
    for start, end in spans:
        shown += escape(phrase[at:start]) + Markup("<b>{}</b>").format(phrase[start:end])
        at = end
    planned = all(one.is_target for one in line) and not _SAYS_PLAN.search(phrase)
    notes = [_period(line, phrase), _compared(line, phrase), _MARKS[first.wording], "mục tiêu" if planned else None]
    told = ", ".join(note for note in notes if note)
    return shown + escape(phrase[at:]) + (f" ({told})" if told else "")


def dated_line(line: Line, titled: Period | None) -> Markup:
    """A line of figures out of its post: with the period that only the post's title tells of."""
    untold = titled is not None and not any(titled.name in one.phrase.lower() for one in line)
    return figure_line(line) + (f" ({titled.name})" if titled and untold else "")


def _labelled(figure: Figure) -> Markup:
    """One figure in one line: label, value, period, and whether it is only planned."""
    compared = _compared((figure,), figure.label)
    notes = [cut(period(figure.period), 60)] if figure.period and not compared else []
    notes += [compared] if compared else []
    if figure.is_target:
        notes.append("mục tiêu")
    label = figure.label[:1].upper() + figure.label[1:] if figure.label else "Số liệu"
    line = escape(cut(label, 90)) + ": " + Markup("<b>{}</b>").format(cut(figure_value(figure), 80))
    return line + (f" ({', '.join(notes)})" if notes else "")


def _period(line: Line, phrase: str) -> str | None:
    """The period that all figures of a line share, unless its words tell it already."""
    periods = {one.period for one in line if one.period}
    own = periods.pop() if len(periods) == 1 and line[0].wording is not Wording.ROW else None
    if own is None or own.lower() in phrase.lower() or own.startswith(("so ", "cùng")):
        return None
    return cut(period(own), 60)


def _compared(line: Line, words: str) -> str | None:
    """Which way one figure went and compared with what, as far as its words lack it: "tăng so với cùng kỳ"."""
    figure, said = line[0], words.lower()
    against = figure.period if figure.period and figure.period.lower().startswith(("so ", "cùng")) else ""
    parts = [figure.comparison if figure.comparison in _MOVES else "", cut(against, 60)]
    missing = [part for part in parts if part and part.lower() not in said]
    return " ".join(missing) if missing and len(line) == 1 else None


def headlines(reading: Reading, most: int) -> list[Markup]:
    """The first lines of a reading; of one stored before lines were ranked, its first results by their label."""
    ranked = headlines_of(reading.figures)[:most]
    if not any(one.phrase for one in reading.figures):
        ranked = [(one,) for one in reading.figures if not one.is_target and not _is_tally(reading, one)]
    shown = [figure_line(line) for line in ranked]
    tally = reading.tally
    if tally and not any(one.unit == "chỉ tiêu" and one.phrase for one in reading.figures):
        shown.insert(0, Markup("Chỉ tiêu: <b>đạt {}/{}</b>").format(tally.met, tally.total))
    return shown[:most]


def _is_tally(reading: Reading, figure: Figure) -> bool:
    tally = reading.tally
    return tally is not None and (figure.value, figure.of) == (Decimal(tally.met), Decimal(tally.total))


def listed(figures: Sequence[Figure], most: int) -> list[Markup]:
    """All lines of a draft by number, those first that its push would show; at most so many."""
    every = in_order(figures)
    shown = [
        Markup("{}. {}{}").format(place, figure_line(line), "" if line[0].rank is not None else " –")
        for place, line in enumerate(every[:most], 1)
    ]
    if len(every) > most:
        shown.append(escape(f"… và {number(len(every) - most)} dòng nữa"))
    return shown


def ask_figures(draft: DraftView, most: int) -> Reply:
    """Asks which lines are headlines and in which order, or for other words of one."""
    figures = draft.view.reading.figures
    back = ((Button("Quay lại", f"post.show {draft.view.post.id}"),),)
    if not figures:
        return Reply(Markup("Bài này không có số liệu nào."), back)
    return Reply(
        lines(
            Markup("<b>Số liệu chính</b>"),
            *listed(figures, most),
            "",
            Markup("Gõ số của các dòng muốn giữ, theo thứ tự, ví dụ <b>2 1 4</b>; dòng không gõ sẽ bỏ khỏi tóm tắt."),
            Markup("Muốn viết lại một dòng, gõ ví dụ <b>2: câu mới</b>. Gõ <b>hủy</b> để giữ như cũ."),
        ),
        back,
    )

"""One door to the reading: `read` makes a Reading of any text, `to_json` prints it the corpus's way."""

from dataclasses import replace
from decimal import Decimal

from bot.domain.figures import Figure
from bot.domain.posts import Kind
from bot.domain.reading import Reading
from bot.domain.when_lines import NO_LINES
from bot.reading.doubts.checks import doubts_of
from bot.reading.figures.figures import figures_of
from bot.reading.figures.headlines import ranked
from bot.reading.figures.phrases import phrased
from bot.reading.figures.tables import tables_of
from bot.reading.figures.tally import tally_of
from bot.reading.figures.targets import Plans
from bot.reading.figures.whole import lists_whole, told_whole
from bot.reading.frame import left_out_of
from bot.reading.grammar.scan import scan
from bot.reading.grammar.tails import without_tail
from bot.reading.grammar.text import prepare, sentences
from bot.reading.head import title_of
from bot.reading.hours import start_and_end
from bot.reading.kinds import kind_of
from bot.reading.notices.when_lines import when_lines_of
from bot.reading.people import organiser_of, people_of, place_of
from bot.reading.summary import summary_of
from bot.reading.when import event

_IN_SENTENCES = frozenset((Kind.ANNOUNCEMENT, Kind.GUIDE))  # kinds whose figures are told in whole sentences
_MINUTES = "%Y-%m-%dT%H:%M"


def read(text: str) -> Reading:
    """Read a ward's text into its head, figures and doubts; pure, linear, and never raises, whatever the text."""
    prepared = prepare(text)
    tabled, filled = tables_of(prepared)
    marks = scan(prepared, filled)
    spans = sentences(prepared)
    title = title_of(prepared)
    plans = Plans(prepared, spans, resolution=title.form is Kind.RESOLUTION)
    placed = phrased(prepared, spans, figures_of(prepared, marks, spans, plans, title.end))
    if tabled:
        placed = sorted(placed + tabled, key=lambda p: (p.start, p.amount.start))
    tally = tally_of(prepared)
    planned = sum(p.figure.is_target for p in placed)
    kind = kind_of(prepared, title, planned=planned, measured=len(placed) - planned)
    placed = (told_whole if kind in _IN_SENTENCES else lists_whole)(prepared, spans, placed)
    happening = event(prepared, marks, title.end, kind)
    announces = kind is Kind.ANNOUNCEMENT
    body = without_tail(prepared)
    starts_at, ends_at = start_and_end(body, marks, happening) if announces else (None, None)
    return Reading(
        kind=kind,
        title=title.words,
        date=happening.day if happening else None,
        date_as_written=prepared.quote(happening.start, happening.end) if happening else None,
        organisation=organiser_of(prepared, title, happening.end if happening else None),
        place=place_of(body, title),
        chair_or_guests=people_of(prepared, title),
        starts_at=starts_at,
        ends_at=ends_at,
        figures=ranked([p.figure for p in placed], tally),
        tally=tally,
        warnings=doubts_of(prepared, marks, spans, happening, placed),
        summary=summary_of(prepared, spans, placed, title.end, kind),
        when=when_lines_of(body, marks, title, happening) if announces else NO_LINES,
        left_out=left_out_of(prepared, title.end),
    )


def read_as(text: str, reading: Reading, kind: Kind) -> Reading:
    """Give a text's reading as one of another kind: only an announcement has a start, an end and When-lines."""
    if kind is not Kind.ANNOUNCEMENT:
        return replace(reading, kind=kind, when=NO_LINES)
    prepared = prepare(text)
    marks, title = scan(prepared, tables_of(prepared)[1]), title_of(prepared)
    happening = event(prepared, marks, title.end, kind)
    body = without_tail(prepared)
    starts_at, ends_at = start_and_end(body, marks, happening)
    when = when_lines_of(body, marks, title, happening)
    return replace(reading, kind=kind, starts_at=starts_at, ends_at=ends_at, when=when)


def frame_of(text: str) -> tuple[tuple[int, int], ...]:
    """Give the spans of a text that tell residents nothing, as `read` does."""
    prepared = prepare(text)
    return left_out_of(prepared, title_of(prepared).end)


def to_json(reading: Reading) -> dict[str, object]:
    """Give the JSON object that `loa read --json` prints, in the form of the annotated corpus.

    Numbers become int where they are whole, else float; dates are ISO, starts and ends to the minute.
    """
    tally = reading.tally
    return {
        "kind": reading.kind.value,
        "title": reading.title,
        "date": reading.date.isoformat() if reading.date else None,
        "date_as_written": reading.date_as_written,
        "organisation": reading.organisation,
        "place": reading.place,
        "chair_or_guests": list(reading.chair_or_guests),
        "starts_at": reading.starts_at.strftime(_MINUTES) if reading.starts_at else None,
        "ends_at": reading.ends_at.strftime(_MINUTES) if reading.ends_at else None,
        "figures": [_figure(figure) for figure in reading.figures],
        "targets_summary": {"met": tally.met, "total": tally.total} if tally else None,
        "warnings": [{"code": w.code.value, "quotes": list(w.quotes)} for w in reading.warnings],
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "quote": figure.quote,
        "label": figure.label,
        "value": _number(figure.value),
        "unit": figure.unit,
        "of": None if figure.of is None else _number(figure.of),
        "comparison": figure.comparison,
        "period": figure.period,
        "is_target": figure.is_target,
        "phrase": figure.phrase,
        "wording": figure.wording.value,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)

"""One door to the reading: `read` makes a Reading of any text, `to_json` prints it the corpus's way."""

from decimal import Decimal

from bot.domain.figures import Figure
from bot.domain.posts import Kind
from bot.domain.reading import Reading

_MINUTES = "%Y-%m-%dT%H:%M"


def read(text: str) -> Reading:
    """Read a ward's text into its head, figures and doubts; never raises, whatever the text."""
    title = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return Reading(kind=Kind.ANNOUNCEMENT, title=title)


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
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)

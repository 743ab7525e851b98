"""How numbers, amounts, dates and spans of time are written in Vietnamese."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup, escape

from bot.clock import in_vietnam
from bot.domain.figures import Figure
from bot.messages.markup import utf16_units

_CENT = Decimal("0.01")


def number(value: Decimal | int) -> str:
    """7950 as 7.950 and 103.9 as 103,9; every digit kept."""
    whole, _, part = f"{Decimal(value):,f}".partition(".")
    part = part.rstrip("0")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def amount(value: Decimal, unit: str | None, *, of: Decimal | None = None) -> str:
    """A value with its unit: 103,9%, 2,37 tỷ đồng, 7.950 lượt hộ, 28,6/31,2 tỷ đồng.

    Sums from a million on are rounded to two decimals, as people say them; the text that they stand in has every digit.
    """
    values = [value] if of is None else [value, of]
    if unit is None or unit.startswith(("%", "‰")):
        return "/".join(map(number, values)) + (unit or "")
    if unit == "đồng" or unit.startswith("đồng/"):
        for size, word in ((10**9, "tỷ"), (10**6, "triệu")):
            if abs(max(values)) >= size and not 0 < abs(min(values)) < size / 100:
                rounded = [(one / size).quantize(_CENT, ROUND_HALF_UP).normalize() for one in values]
                return f"{'/'.join(map(number, rounded))} {word} {unit}"
    return f"{'/'.join(map(number, values))} {unit}"


def figure_value(figure: Figure) -> str:
    """A figure's value as people say it: "3/14 chi bộ", "103,9%"."""
    return amount(figure.value, figure.unit, of=figure.of)


def period(text: str) -> str:
    """A period as written, a bare year with its word: "2022" becomes "năm 2022"."""
    return f"năm {text}" if text.isdigit() else text


def day(moment: datetime | date) -> str:
    """08/07/2023."""
    on = in_vietnam(moment) if isinstance(moment, datetime) else moment
    return f"{on:%d/%m/%Y}"


def minute(moment: datetime) -> str:
    """16:55 08/07/2023."""
    return f"{in_vietnam(moment):%H:%M %d/%m/%Y}"


_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def weekday(day: date) -> str:
    """thứ Hai … thứ Bảy, Chủ nhật."""
    return _WEEKDAYS[day.weekday()]


def moment(at: datetime) -> str:
    """A moment that nobody can take for another one: "08:00 thứ Ba, ngày 24/11/2026"."""
    local = in_vietnam(at)
    return f"{local:%H:%M} {weekday(local)}, ngày {local:%d/%m/%Y}"


def span(first: date, last: date) -> str:
    """A day with its name, "thứ Ba 01/12", or the first and the last of several."""
    said = [f"{_WEEKDAYS[one.weekday()]} {one:%d/%m}" for one in (first, last)]
    return said[0] if first == last else f"từ {said[0]} đến {said[1]}"


def soon(at: datetime) -> str:
    """A moment of these days: "18:00 ngày 24/11"."""
    return f"{in_vietnam(at):%H:%M ngày %d/%m}"


def duration(span: timedelta) -> str:
    """About how long: "vài giây", "khoảng 45 giây", "khoảng 2 phút 41 giây", "khoảng 1 giờ 5 phút"."""
    seconds = round(span.total_seconds())
    if seconds < 10:
        return "vài giây"
    minutes, rest = divmod(seconds, 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return f"khoảng {hours} giờ {minutes_left} phút" if minutes_left else f"khoảng {hours} giờ"
    if minutes:
        return f"khoảng {minutes} phút {rest} giây" if rest else f"khoảng {minutes} phút"
    return f"khoảng {rest} giây"


def cut(text: str, units: int) -> str:
    """At most `units` UTF-16 units, cut at a blank where there is one, with "…"."""
    if utf16_units(text) <= units:
        return text
    kept = text[: units - 1]
    while utf16_units(kept) > units - 1:
        kept = kept[:-1]
    blank = kept.rfind(" ")
    return (kept[:blank] if blank > units // 2 else kept).rstrip(" ,;:.") + "…"


_ROW = re.compile(r"[^\n]*\t[^\n]*")
_SECONDS = re.compile(r"(?<=\d:\d\d):00(?!\d)")  # "13:00:00", as a table of a computer has it
_PLACE = re.compile(r"\d{1,3}|(?i:stt|tt|số tt)")


def as_lines(text: str) -> str:
    """The text with a line for each row of a table, its cells parted by dashes; a running number is that of a list."""
    return _ROW.sub(lambda found: row(found[0], numbered=True), text) if "\t" in text else text


def row(cells: str, *, numbered: bool = False) -> str:
    """A table's row, or the lines of one item, in one line; without its running number unless that is to stay."""
    cells = _SECONDS.sub("", cells)
    if "\t" not in cells and " | " not in cells:
        return "; ".join(line.strip(" ;") for line in cells.split("\n") if line.strip())
    first, *rest = [cell.strip(" -") for cell in re.split(r"\t| \| ", cells) if cell.strip()] or [""]
    if not rest or not _PLACE.fullmatch(first):
        return " – ".join((first, *rest))
    return (f"{first}. " if numbered and first.isdigit() else "") + " – ".join(rest)


def snippet(before: str, match: str, after: str) -> Markup:
    """Words around a match, which is bold."""
    return Markup("{}<b>{}</b>{}").format(before, match, after) if match else Markup("{}").format(before)


def first_up(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


CHANGE_UNITS = 160


def change_lines(changes: Sequence[str], most: int, units: int = CHANGE_UNITS) -> list[Markup]:
    """What was changed, a line each, at most so many of them and none longer than `units`."""
    shown = [escape(cut(one, units)) for one in changes[:most]]
    if len(changes) > most:
        shown.append(escape(f"… và {len(changes) - most} chỗ khác"))
    return shown


def own_words(sentence: str) -> Markup:
    """A sentence of ours, kept as a plain string: escaped but for its <k>Bấm|Chọn</k>, <f>files</f>, <b>words</b>."""
    return Markup(re.sub(r"&lt;(/?[kbf])&gt;", r"<\1>", str(escape(sentence))))  # noqa: S704 - only our own marks


def lines(*parts: Markup | str | None) -> Markup:
    """Join what is there with line ends; plain strings are escaped."""
    return Markup("\n").join(part for part in parts if part is not None)

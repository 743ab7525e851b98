"""The When-lines as people see them, first of all in a notice: when, where, for whom, what to do."""

import re
from dataclasses import replace

from markupsafe import Markup

from bot.cards.format import cut, day, moment, row
from bot.clock import in_vietnam
from bot.domain.posts import Kind, Post
from bot.domain.when_lines import LABELS, WARD_WORDS, WhenLines, is_ward
from bot.domain.words import fold_words
from bot.messages.markup import plain, utf16_units

_LINE_MARKS = {"time": "🕒", "place": "📍", "area": "📍", "people": "👥", "todo": "✅"}
_ONE_LINE, _LONG_ITEM = 170, 60
_ITEM = 190
_MOST_ITEMS = 8
_ENTRY = 140
_SHORT = 1
_SESSION = 320  # units of an item of several lines: when, where and why
_LABELLED = re.compile(r"[^\W\d_][^:\n\d]{1,60}: ?")
_WHEN_LABEL = re.compile(r"(?:ngày|thời gian|giờ): ?", re.IGNORECASE)
_DAY = re.compile(r"\d[/.-]\d|ngày \d|tháng \d|thứ |chủ nhật", re.IGNORECASE)


def when_lines(post: Post, ward: str = "", *, units: int = 1000, place_first: bool = False) -> list[Markup]:
    """The lines of an announcement, each in the text's own words; several days or places are a list.

    What the text does not say in words is told by the hour, day and place that are known. At most `units` UTF-16 units:
    the last lines are left out first, and a list says how many of its items are. Other kinds have none. Whoever asked
    where reads the `place_first`.
    """
    if post.kind is not Kind.ANNOUNCEMENT:
        return []
    told = known(post, ward)
    when, place, area, people, todo = (_line(mark, name, told) for name, mark in _LINE_MARKS.items())
    where = [place, area]
    sinks = place_first or (len(when) > 1 and sum(map(len, where)) == 1)  # the place must not stand below a long list
    groups = [*where, when] if sinks else [when, *where]
    kept: list[Markup] = []
    for group in [*groups, people, todo]:
        fitting = _fitting(group, units)
        kept += fitting
        units -= sum(map(_units, fitting))
        if len(fitting) < len(group):
            break
    return kept


def told_fully(post: Post, shown: list[Markup]) -> list[str]:
    """What the shown When-lines tell to its end, in the text's own words."""
    words = " ".join(plain(line) for line in shown)
    lines = post.when
    every = (*lines.time, *lines.place, *lines.area, *lines.people, *lines.todo) if shown else ()
    told = [one for one in every if " ".join(_session(one).split()) in words]
    return [*told, *(line for one in told if "\n" in one for line in one.split("\n"))]


def _units(line: Markup) -> int:
    return utf16_units(plain(line)) + 1


def _fitting(group: list[Markup], units: int) -> list[Markup]:
    """A line whole or not at all; of a list the first items, and how many more there are."""
    if len(group) <= _MOST_ITEMS + 1 and sum(map(_units, group)) <= units:
        return group
    for most in range(min(len(group) - 2, _MOST_ITEMS), 0, -1):
        short = [*group[: most + 1], Markup("• … và {} mục nữa").format(len(group) - 1 - most)]
        if sum(map(_units, short)) <= units:
            return short
    return []


def when_known(post: Post, ward: str, *, units: int = 1000, where: bool = False) -> list[Markup]:
    """The When-lines of whatever has a day: those of an announcement, else the moment and place that were read."""
    told = when_lines(post, ward, units=units, place_first=where)
    if told or post.starts_at is None:
        return told
    place = place_beside(post, ward)
    known_now = WhenLines(_moments(post), (place,) if place else ())
    time, at = _line("🕒", "time", known_now), _line("📍", "place", known_now)
    return [*at, *time] if where else [*time, *at]


def when_entry(post: Post, units: int = _ENTRY) -> Markup | None:
    """The first time and place of an announcement, or the day of a meeting, in one line, for a list.

    Either is at most `units` long.
    """
    if post.kind is Kind.MEETING and _moments(post):
        return Markup("🕒 {}").format(_moments(post)[0])
    if post.kind is not Kind.ANNOUNCEMENT:
        return None
    told = known(post, "")
    dated = [one for one in told.time if _DAY.search(one)] or told.time
    parts = [f"🕒 {row(dated[0])}"] if dated else []
    parts += [f"📍 {where}" for where in (*told.place, *told.area)[:1]]
    more = " …" if len(told.time) > 1 or len(told.place) + len(told.area) > 1 else ""
    return Markup("{}").format(" · ".join(cut(part, units) for part in parts) + more) if parts else None


def place_beside(post: Post, ward: str, *told: str) -> str | None:
    """The place that was read, where it is not only the ward itself and nothing else has told it."""
    if post.place is None or fold_words(post.place) in fold_words(" ".join((ward, *told))):
        return None
    return post.place


def known(post: Post, ward: str) -> WhenLines:
    """What is known of when and where: the text's own words, else the hour, the day and the place that were read."""
    told = post.when
    time = told.time or (_moments(post) if "time" not in told.ward else ())
    place = told.place
    beside = place_beside(post, ward, *time)
    if beside and not place and not told.area and not is_ward(beside) and "place" not in told.ward:
        place = (beside,)
    return replace(told, time=time, place=place)


def when_parts(post: Post, ward: str) -> list[tuple[str, tuple[str, ...]]]:
    """The When-lines where there is room for all: each as its label and items; of other kinds when and where."""
    told = known(post, ward)
    if post.kind is Kind.ANNOUNCEMENT:
        lines = [
            (f"{label} ({WARD_WORDS})" if name in told.ward else label, getattr(told, name))
            for name, label in LABELS.items()
        ]
    else:
        place = place_beside(post, ward)
        day_told = told.time or ((post.date_as_written,) if post.date_as_written else ())
        lines = [("Thời gian", day_told), ("Địa điểm", (place,) if place else ())]
    organiser = (post.organisation,) if post.organisation else ()
    return [(label, tuple(map(row, items))) for label, items in (*lines, ("Đơn vị", organiser)) if items]


def _moments(post: Post) -> tuple[str, ...]:
    if post.starts_at is None:
        return (f"Ngày {day(post.event_date)}",) if post.event_date else ()
    if post.ends_at is None:
        return (moment(post.starts_at),)
    starts, ends = in_vietnam(post.starts_at), in_vietnam(post.ends_at)
    if starts.date() == ends.date():
        return (f"{starts:%H:%M} – {moment(ends)}",)
    return (f"{moment(starts)} – {moment(ends)}",)


def _session(item: str) -> str:
    """One sitting in one line: of lines with labels of their own those of day and hour first, without their labels."""
    lines = [line.strip(" ;") for line in item.split("\n") if line.strip()]
    if len(lines) < 2 or not all(map(_LABELLED.match, lines)):
        return row(item)
    timed = [line for line in lines if _WHEN_LABEL.match(line)]
    others = [line for line in lines if line not in timed]
    told = [_WHEN_LABEL.sub("", line) for line in timed] + [_LABELLED.sub(_quiet, line) for line in others]
    return row("\n".join(told))


def _quiet(label: "re.Match[str]") -> str:
    return label[0].capitalize() if label[0].isupper() else label[0]


def _once(item: str, label: str) -> str:
    """An item without the words of its label: no "Khu vực: khu vực chợ"."""
    rest = item[len(label) :].lstrip(" :")
    return rest if item.lower().startswith(f"{label.lower()} ") and len(rest) > _SHORT else item


def _line(mark: str, name: str, told: WhenLines) -> list[Markup]:
    """One line where all items are short enough for it, else a list below the label; the ward's own words say so."""
    label, items = LABELS[name], getattr(told, name)
    if not items:
        return []
    own = f" ({WARD_WORDS})" if name in told.ward else ""
    flat = [_once(" ".join(_session(item).split()), label) for item in items]
    head = Markup("{} <b>{}:</b>").format(mark, label)
    together = "; ".join(flat)
    # Rows of a table, and sessions with their places, are read one by one.
    apart = any("\t" in item or " | " in item for item in items) or all(utf16_units(one) > _LONG_ITEM for one in flat)
    if len(flat) == 1 or (utf16_units(together) <= _ONE_LINE and not apart):
        return [head + Markup(" {}{}").format(cut(together, _ITEM), own)]
    most = _SESSION if any("\n" in item for item in items) else _ITEM
    if not _DAY.search(flat[0]) and all(map(_DAY.search, flat[1:])):  # the hours for all, beside the label
        head += Markup(" {}").format(cut(flat.pop(0), _ITEM))
    return [head + own, *(Markup("• {}").format(cut(item, most)) for item in flat)]

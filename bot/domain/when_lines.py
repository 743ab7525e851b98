"""The When-lines of a notice."""

import re
from dataclasses import dataclass, replace

from bot.domain.words import fold_words
from bot.errors import InvalidError

_WARD_ITSELF = re.compile(r"(?:toàn )?(?:địa bàn )?(?:phường|xã|thị trấn)(?: [^\W_]+){0,5}")


@dataclass(frozen=True, slots=True)
class WhenLines:
    """What a notice says of when, where, who and what to do; every item is an exact piece of its text.

    `area` is where an interruption is felt ("khóm 3, hẻm 47"), `place` where people come to. `ward` names the lines
    that the ward has put into its own words, or left out.
    """

    time: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    ward: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.time or self.place or self.area or self.people or self.todo)


NO_LINES = WhenLines()


def is_ward(place: str) -> bool:
    """Whether a place names only the ward itself, which tells nobody where to go: "địa bàn phường Bình Trị"."""
    return bool(_WARD_ITSELF.fullmatch(" ".join(place.lower().split())))


LABELS = {"time": "Thời gian", "place": "Địa điểm", "area": "Khu vực", "people": "Đối tượng", "todo": "Cần làm"}
LONGEST_ITEM, MOST_ITEMS = 300, 20
_BY_LABEL = {fold_words(label): name for name, label in LABELS.items()}
_LEFT_OUT = ("bo", "bo dong nay", "khong", "khong co")
WARD_WORDS = "lời của phường"


def names_a_line(typed: str) -> bool:
    """Whether words begin with the label of one of the lines: "Địa điểm: hội trường"."""
    label, colon, _ = typed.partition(":")
    return bool(colon) and fold_words(label[:40]) in _BY_LABEL


def reworded(lines: WhenLines, typed: str) -> WhenLines:
    """Put what a writer typed in place of the lines that it names, "Địa điểm: hội trường", or leave one out, "bỏ".

    A typed line without a label is one more item of the line above it. Raises InvalidError.
    """
    said: dict[str, list[str]] = {}
    for row in filter(None, map(str.strip, typed.split("\n"))):
        label, _, words = row.partition(":") if names_a_line(row) else ("", "", row)
        name = _BY_LABEL[fold_words(label)] if label else next(reversed(said), "")
        if not name:
            raise InvalidError("when-lines")
        item = " ".join(words.removesuffix(f" ({WARD_WORDS})").strip(" •").split())
        said.setdefault(name, []).extend([item] if fold_words(item) else [])
    every = [one for items in said.values() for one in items]
    if not said or len(every) > MOST_ITEMS or any(len(one) > LONGEST_ITEM for one in every):
        raise InvalidError("when-lines")
    kept = {name: tuple(one for one in items if fold_words(one) not in _LEFT_OUT) for name, items in said.items()}
    return replace(lines, **kept, ward=tuple(name for name in LABELS if name in said or name in lines.ward))


def kept_by_hand(lines: WhenLines, before: WhenLines) -> WhenLines:
    """Lines that were read anew, with those that the ward has put into its own words before."""
    return replace(lines, **{name: getattr(before, name) for name in before.ward}, ward=before.ward)

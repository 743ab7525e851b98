"""Which numbered places a question names, and whether a post is about them: pure, over the words of both."""

import re

from bot.domain.words import fold

_KINDS = {
    "khom": "khóm",
    "khu pho": "khu phố",
    "to dan pho": "tổ dân phố",
    "to": "tổ",
    "ap": "ấp",
    "hem": "hẻm",
    "ngo": "ngõ",
    "kiet": "kiệt",
    "thon": "thôn",
}
_KIND = rf"(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})"
_NUMBER = r"\d{1,4}[a-z]?(?:/\d{1,3})?(?!\d|\s*(?:gio|h|g|phut|ho|nguoi|ngay|thang|%|:|/)(?![a-z]))"
_BETWEEN = r"\s*(?:,|;|&|\bva\b|\bcung\b|\bhoac\b|\bden\b|-|–)?\s*(?:(?P=kind)\s+)?(?:so\s+)?"
_NAMED = re.compile(rf"\b(?P<kind>{_KIND})\s+(?:so\s+)?(?P<numbers>{_NUMBER}(?:{_BETWEEN}{_NUMBER})*)")
_PART = re.compile(rf"(?P<to>\bden\b|-|–)?\s*(?:{_KIND}\s+)?(?:so\s+)?(?P<number>{_NUMBER})")
MOST_OF_A_RANGE = 60


def places_in(text: str) -> dict[str, list[str]]:
    """The numbers that a text gives to each kind of place, in its order: "khóm 1, 3 và 5" is {"khom": ["1", "3", "5"]}.

    "khóm 1 đến khóm 5" holds what lies between.
    """
    found: dict[str, list[str]] = {}
    for one in _NAMED.finditer(fold(text)):
        numbers = found.setdefault(one["kind"], [])
        for part in _PART.finditer(one["numbers"]):
            before = numbers[-1] if numbers else ""
            number = part["number"]
            if part["to"] and before.isdigit() and number.isdigit() and int(number) - int(before) < MOST_OF_A_RANGE:
                numbers += map(str, range(int(before) + 1, int(number)))
            numbers.append(number)
    return found


def elsewhere(question: str, text: str) -> tuple[str, str] | None:
    """The place asked about that a text does not name, and those of its kind that it does; None where all is well.

    A text that names no place of the kind is about all of them.
    """
    there = places_in(text)
    for kind, numbers in places_in(question).items():
        others = there.get(kind, [])
        # 14/5 is the fifth house of alley 14.
        missing = [number for number in numbers if number not in others and number.partition("/")[0] not in others]
        if others and missing:
            name = _KINDS[kind]
            return f"{name} {missing[0]}", f"{name} {', '.join(dict.fromkeys(others))}"
    return None

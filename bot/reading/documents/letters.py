"""Letters from before Unicode: texts typed with the fonts of VNI-Windows and TCVN3 (ABC), and what nobody can read.

Those fonts drew Vietnamese over Latin letters, so "Kết quả" was stored as "Keát quaû" (VNI) or "KÕt qu¶" (TCVN3). The
tables are those of the two encodings; capital fonts of TCVN3 have no codes of their own and come out small.
"""

import unicodedata

from bot.reading.grammar.syllables import share_of_syllables

# Letters of both encodings that no Vietnamese word is written with. Ordinary Vietnamese letters stand in both as well,
# so only a good share of these tells: "Baùo caùo keát quaû" has it.
_OLD_LETTERS = frozenset("ûïñöåäëîüøµ¸¶·¹¨»¾¼½Æ©Ç®ÊËªÐÌÎÏÑ«Ö×ØÜÞßÿþ¬­")

_TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô­øõö÷ùýúûüþ¡¢§£¤¥¦",
        "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
# On a circumflex or a breve the tone has a sign of its own: aá is ấ, aé is ắ.
_VNI_HATS = {
    **dict(
        zip("âáàåãä", ["\u0302" + tone for tone in ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")], strict=True)
    ),
    **dict(
        zip("êéèúüë", ["\u0306" + tone for tone in ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")], strict=True)
    ),
}
_VNI_LETTERS = dict(zip("ôöæóòîñ", "ơưỉĩịỵđ", strict=True))


def _vni_table() -> dict[str, str]:
    signs = {**_VNI_TONES, **_VNI_HATS}
    small = {base + sign: mark for base in "aeiouyôö" for sign, mark in signs.items()}
    table = {two: unicodedata.normalize("NFC", _VNI_LETTERS.get(two[0], two[0]) + mark) for two, mark in small.items()}
    table |= _VNI_LETTERS
    return (
        table
        | {old.upper(): new.upper() for old, new in table.items()}
        | {old[0].upper() + old[1:]: new.upper() for old, new in table.items() if len(old) == 2}
    )


def _from_vni(text: str) -> str:
    table = _vni_table()
    made: list[str] = []
    at = 0
    while at < len(text):
        two = text[at : at + 2]
        if len(two) == 2 and two in table:
            made.append(table[two])
            at += 2
            continue
        made.append(table.get(text[at], text[at]))
        at += 1
    return "".join(made)


def _from_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in text)


_ENCODINGS = {"VNI": _from_vni, "TCVN3": _from_tcvn3}
_ENOUGH = 0.9
"""Share of the marked words that must come out as Vietnamese syllables; wrong tables give under a half."""


def has_broken_letters(text: str) -> bool:
    """Whether a good part of the letters is nobody's: unmapped glyphs, or a font older than Unicode.

    Symbols of bullets are unmapped too, hence a share and not a single one.
    """
    seen = [char for char in text if not char.isspace()]
    unmapped = sum(char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc") for char in seen)
    return unmapped > 0.05 * len(seen) or _is_old(text)


def _is_old(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return sum(char in _OLD_LETTERS for char in text) > 0.05 * letters > 1


def convert_old(text: str) -> tuple[str, str]:
    """The text in Unicode and the name of its old encoding, "" where it has none; line by line, since some mix both."""
    suspects = "\n".join(line for line in text.split("\n") if _is_old(line))
    if not suspects or unicodedata.normalize("NFC", suspects) != suspects:
        return text, ""
    shares = {name: _vietnamese(convert(suspects)) for name, convert in _ENCODINGS.items()}
    name = max(shares, key=lambda one: shares[one])
    if shares[name] < _ENOUGH:
        return text, ""
    convert = _ENCODINGS[name]
    return "\n".join(_better(line, convert(line)) for line in text.split("\n")), name


def _vietnamese(text: str) -> float:
    """How much of a converted text is Vietnamese: less for each letter that no word is written with."""
    left = sum(char in _OLD_LETTERS for char in text)
    return share_of_syllables(text) * (1 - min(1.0, 4 * left / max(1, len(text))))


def _better(line: str, converted: str) -> str:
    """A line of few letters may have none that tells, hence the comparison and not the mark of the old ones."""
    return converted if _vietnamese(converted) > _vietnamese(line) else line

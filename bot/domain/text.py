"""One door for text: whatever people type, paste or are called is compared and read in one form, with the way back.

What is stored stays as it came; keys, names, commands, corrections and the reading look at it through this door, so
that search, rules and eyes see the same letters.
"""

import re
import unicodedata
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, groupby

MARKS_OF_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Nobody sees these: controls, soft hyphens, zero widths, variation selectors, tags. A zero-width joiner is one of
# them too, except between emoji, where 👨‍👩‍👧 without it would be three people.
_UNSEEN = re.compile(
    rf"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u17b4\u17b5\u180b-\u180f\u200b\u200c{MARKS_OF_DIRECTION}"
    "\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_EMOJI = "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_LOOSE_JOINER = re.compile(rf"(?<!{_EMOJI})\u200d|\u200d(?!{_EMOJI})")
# Letters and digits in another dress: full width, and the "bold" and "italic" of social networks (𝐓𝐇𝐎̂𝐍𝐆 𝐁𝐀́𝐎). Only
# they lose their dress: NFKC on everything would make m2 of m².
_DRESSED = re.compile("[\uff01-\uff5e\U0001d400-\U0001d6a5\U0001d7ce-\U0001d7ffℊℋℌℍℎℐℑℒℓℕℙℚℛℜℝℤℨℬℭℯℰℱℳℴ]")
_ONE_TO_ONE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
        **dict.fromkeys("\u202f\u205f\u2800\u3000\u115f\u1160\u3164\uffa0\r", " "),
        **dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"),
        **dict.fromkeys("“”„‟«»〝〞", '"'),
        **dict.fromkeys("‘’‚‛´`′\u1fef\u1ffd", "'"),
        # Signs that Unicode itself calls the same as a letter or a mark.
        **dict(zip("\u212a\u212b\u2126\u0374\u037e\u0387", "KÅΩʹ;·", strict=True)),
        "İ": "I",  # the only letter whose lower case is two characters long
        # Old keyboards give the Icelandic eth or the African D for đ; the rest are Latin letters of other alphabets.
        **dict(zip("ÐðƉɖıȷɑɡ", "ĐđĐđijag", strict=True)),
    }
)
LOOK_ALIKES = {
    "АВЕЅІЈКМНОРСТУХҮԚԜ": "ABESIJKMHOPCTYXYQW",
    "аеѕіјкорсухүһӏԁԛԝ": "aesijkopcyxyhldqw",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ": "ABEZHIKMNOPTYXCJ",
    "αικνορυχγϲϳ": "aikvopuxycj",
}
"""Letters that look Latin, beside what they look like. They count only in a word that is Latin otherwise, for which one
letter or digit is enough: a word with a letter that looks like none of ours stays, and one that is Greek throughout."""
_MARK = "\u0300-\u036f"
VIETNAMESE = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9"
"""Every composed letter that ASCII lacks, as a class of a pattern."""
# Nearly every text is of these alone, which stay as they are: a look is a tenth of what all the rest takes.
_PLAIN = re.compile(rf"[\t\n -_a-~{VIETNAMESE}…•·²³°]*")
_FOREIGN = "\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff"
_LATIN = re.compile("[A-Za-z0-9\u00c0-\u024f\u1e00-\u1eff]")
_ANY_FOREIGN = re.compile(f"[{_FOREIGN}]")
_WORD = re.compile(rf"[\w{_MARK}]+")
_OF_A_LATIN_WORD = re.compile(rf"[A-Za-z0-9_\u00c0-\u024f\u1e00-\u1eff{_MARK}]*")
# A character and what may compose with it: marks, which are no letters, digits or common signs, and Korean vowels and
# ends; or one that Unicode writes in two ways.
_CLUSTER = re.compile(
    r"[\s\S](?:[^\w\s\x00-\u02ff\u2000-\u2bff\u3000-\u303f\U0001f000-\U0001ffff]|[\u1161-\u11ff])+"
    "|[\u0340-\u0344\u0370-\u1dff\u1f00-\u2fff\uf900-\ufb4f\U0001d100-\U0001d1ff\U0002f800-\U0002faff]"
)
_UNSEEN_END = re.compile(rf"(?:{_UNSEEN.pattern}|[\u200d\s])+\Z")
# uỷ, hoà, khoẻ (old tone placement) beside ủy, hòa, khỏe: both stand in one file. The length stays the same.
_OLD_TONE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_NEW_TONE = {
    **dict(zip(("oà", "oá", "oả", "oã", "oạ"), ("òa", "óa", "ỏa", "õa", "ọa"), strict=True)),
    **dict(zip(("oè", "oé", "oẻ", "oẽ", "oẹ"), ("òe", "óe", "ỏe", "õe", "ọe"), strict=True)),
    **dict(zip(("uỳ", "uý", "uỷ", "uỹ", "uỵ"), ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
}


@dataclass(frozen=True, slots=True)
class TextView:
    """A text as the house sees it, and where each of its characters begins in the original.

    `offsets` has one entry more than `text`, for its end; None where no character moved.
    """

    raw: str
    text: str
    offsets: "array[int] | None" = None

    def at(self, place: int) -> int:
        """Where the character at a place of `text` begins in the original."""
        return place if self.offsets is None else self.offsets[place]

    def quote(self, start: int, end: int) -> str:
        """The exact piece of the original for a span of `text`, without blanks and unseen marks at its ends."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return ""
        piece = self.raw[self.at(start) : self.at(end)]
        return piece if self.offsets is None else _UNSEEN_END.sub("", piece)


def normalise(raw: str) -> str:
    """`raw` composed (NFC), with plain blanks, dashes, quote marks and letters, and nothing that nobody sees.

    Linear in the length, and done twice it changes nothing.
    """
    return view_of(raw).text


def view_of(raw: str) -> TextView:
    """Normalise `raw` and keep the way back to it."""
    if _PLAIN.fullmatch(raw):
        return TextView(raw, raw)
    text, offsets = _replaced(_UNSEEN, _nothing, raw, None)
    text, offsets = _replaced(_LOOSE_JOINER, _nothing, text, offsets)
    text = _DRESSED.sub(_undressed, text).translate(_ONE_TO_ONE)
    if not unicodedata.is_normalized("NFC", text):
        text, offsets = _replaced(_CLUSTER, _composed, text, offsets)
    if _ANY_FOREIGN.search(text):
        # A letter that has become Latin may take marks that its double could not.
        text, offsets = _replaced(_CLUSTER, _composed, _WORD.sub(_latin, text), offsets)
    return TextView(raw, text, offsets)


def lower(text: str) -> str:
    """A normalised text in lower case and with the new tone placement (ủy, hòa); its length stays the same."""
    return _OLD_TONE.sub(lambda found: _NEW_TONE[found[0]], text.lower())


def one_line(raw: str) -> str:
    """`raw` normalised, on one line, with one blank between its words: a name as it is shown."""
    return " ".join(normalise(raw).split())


def _replaced(
    pattern: "re.Pattern[str]", make: Callable[[str], str], text: str, offsets: "array[int] | None"
) -> "tuple[str, array[int] | None]":
    """Replace what a pattern finds; each character of a replacement begins where the replaced piece began."""
    pieces: list[str] = []
    moved: array[int] = array("q")
    last = 0
    for found in pattern.finditer(text):
        start, end = found.span()
        new = make(found[0])
        pieces += (text[last:start], new)
        moved.extend(range(last, start))
        moved.extend(range(start, end) if len(new) == end - start else [start] * len(new))
        last = end
    if not pieces:
        return text, offsets
    pieces.append(text[last:])
    moved.extend(range(last, len(text) + 1))
    if offsets is not None:
        moved = array("q", map(offsets.__getitem__, moved))
    return "".join(pieces), moved


def _nothing(_unseen: str) -> str:
    return ""


def _undressed(dressed: "re.Match[str]") -> str:
    return unicodedata.normalize("NFKC", dressed[0])


@lru_cache(maxsize=1024)
def _composed(cluster: str) -> str:
    # Sorted first: CPython sorts the marks of one endless cluster by insertion, in quadratic time.
    runs = groupby(cluster, lambda char: unicodedata.combining(char) > 0)
    ordered = (sorted(run, key=unicodedata.combining) if marks else run for marks, run in runs)
    return unicodedata.normalize("NFC", "".join(chain.from_iterable(ordered)))


def _latin(word: "re.Match[str]") -> str:
    """A word whose foreign letters all look Latin, beside letters or digits that are, in Latin; any other as it is."""
    if not _ANY_FOREIGN.search(word[0]) or not _LATIN.search(word[0]):
        return word[0]
    latin = "".join(map(_latin_letter, word[0]))
    return latin if _OF_A_LATIN_WORD.fullmatch(latin) else word[0]


@lru_cache(maxsize=1024)
def _latin_letter(letter: str) -> str:
    """The Latin double of a letter, marks and all ("ό" gives "ó"), where the list has one."""
    apart = unicodedata.normalize("NFD", letter)
    double = unicodedata.normalize("NFC", _doubles().get(apart[0], apart[0]) + apart[1:])
    return double if len(double) == 1 else letter


@cache
def _doubles() -> dict[str, str]:
    return {odd: plain for odds, plains in LOOK_ALIKES.items() for odd, plain in zip(odds, plains, strict=True)}

"""What can be a Vietnamese syllable, and words that a broken layer of letters has torn apart: "t ỷ đ ồng"."""

import re
import unicodedata
from functools import lru_cache

from bot.reading.grammar.text import word_set

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_ONSET = r"(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|qu|r|s|th|tr|t|v|x|p)"
_OPEN = (
    "iêu|yêu|oai|oay|oao|oeo|uây|uôi|uya|uyu|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi|ua|ui|uê|uơ|uy|"
    "ưa|ưi|ưu|ya|a|e|ê|i|o|ô|ơ|u|ư|y"
)
_CLOSED = "iê|yê|oa|oă|oe|oo|uâ|uô|uê|uyê|uy|ươ|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
_SYLLABLE = re.compile(rf"{_ONSET}?(?:(?:{_CLOSED})(?:ch|ng|nh|c|m|n|p|t)|{_OPEN})")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Tell whether a word is spelled as a Vietnamese syllable; its tone is not looked at."""
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return bool(_SYLLABLE.fullmatch(bare))


_MARKED = re.compile("[À-ỹ]")
_WORD = re.compile(r"[^\W\d_]+")


def share_of_syllables(text: str) -> float:
    """The share of the words with marked letters that are syllables; 0 where no word has any."""
    words = [word for word in _WORD.findall(text) if _MARKED.search(word)]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


# Syllables without an onset that are words by themselves, so that what stands before them may be no part of them.
_WHOLE = word_set(
    """a à á ạ ai ái an án ao áo ào ắc ăn ẵm anh ánh ảnh âm ấm ẩm ầm ân ấn ẩn ấp ấy em ém én eo ép ê êm ếch i im in ích
    ít ỉa o oan oai oanh óc ong ôi ôm ốm ồn ôn ổn ông ống ồ ổ ơ ở ơi ơn ớt u ù ủ ủa um ùn ung úng ủng út uy úy ủy uống
    uốn ư ưa ưng ứng ước ướt ưu ý y yên yếm yêu yếu yến oi ói ọp ẹp ấu ẩu âu áp ám ảm"""
)
_CONSONANTS = "ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
# "t ỷ", "th ực", "đ ồng": consonants by themselves before what lacks its onset.
_TORN = re.compile(rf"(?<![\w.,/\-+%’'])({_CONSONANTS}) ([aăâeêioôơuưyà-ỹ][^\W\d_]*)(?![\w])", re.IGNORECASE)
# "hi ện", "đồ ng": what follows can stand for no word, since it lacks its onset, or its vowel.
_TORN_INSIDE = re.compile(
    r"(?<![\w.,/\-+%’'])([^\W\d_]{1,4}?[aăâeêioôơuưyà-ỹ]) ((?:[aăâeêioôơuưyà-ỹ][^\W\d_]*|ng|nh|ch))(?!\w)",
    re.IGNORECASE,
)
_UNIT_BEFORE = re.compile(r"\d ?\Z")
_UNITS = frozenset("hmg")  # "7 h ở nhà", "5 m ống" may be hours and metres
_SURE = 3  # pieces surely torn, after which the unsure ones are torn as well


def torn_words(text: str) -> list[tuple[int, int]]:
    """Give the spans of words that stand in two pieces ("t ỷ"), in order; empty for a text that is whole."""
    sure: list[tuple[int, int]] = []
    unsure: list[tuple[int, int]] = []
    for match in _TORN.finditer(text):
        onset, rest = match[1], match[2]
        measured = onset.lower() in _UNITS and rest.lower() in _WHOLE and _UNIT_BEFORE.search(text, 0, match.start())
        if not is_syllable(onset + rest) or measured:
            continue
        if rest[0].isupper() and not onset.isupper():
            continue
        if len(onset) == 1 and rest.lower() in _WHOLE:
            unsure.append(match.span())
        elif _MARKED.search(rest) or len(onset) > 1:
            sure.append(match.span())
    for match in _TORN_INSIDE.finditer(text):
        begun, rest = match[1], match[2].lower()
        alone = rest in _WHOLE or (rest[0] not in "nc" and not _MARKED.search(rest)) or match[2][0].isupper()
        if not alone and is_syllable(begun + rest):
            sure.append(match.span())
    return _apart(sorted(sure + unsure) if len(sure) >= _SURE else sorted(sure))


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop what overlaps the piece before it."""
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with its torn words put together, and those words, each once."""
    pieces: list[str] = []
    words: dict[str, None] = {}
    last = 0
    for start, end in torn_words(text):
        word = text[start:end].replace(" ", "")
        words[word] = None
        pieces += (text[last:start], word)
        last = end
    return ("".join([*pieces, text[last:]]), tuple(words)) if words else (text, ())

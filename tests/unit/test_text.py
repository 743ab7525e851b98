"""One door for text: what looks alike is one, nothing is lost, and every place leads back to the original."""

import itertools
import sys
import unicodedata
from collections.abc import Callable
from typing import Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain import text as door
from bot.domain.text import LOOK_ALIKES, lower, normalise, one_line, view_of
from bot.domain.words import fold, fold_words, folded
from tests.examples import examples

VIETNAMESE = [
    *("Đảng uỷ", "phường Mỹ Bình", "khóm Đông Thịnh", "cúp điện", "ĐƯỜNG", "Nguyễn Thị Hồng", "hẻm 12/4", "103,9%"),
    *("Chỉ tiêu", "ngõ Ấp Bắc", "Huỳnh Văn Ệp", "xã hội", "150 m²", "khoẻ", "quý III", "tỉ đồng", "nghĩa vụ", "ừ"),
]
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c\u202e\u2066\u2069\ufe0f\u034f"
ANYTHING = st.one_of(
    st.text(max_size=80),
    st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60),
    st.text(
        alphabet="aeouAOĐđdÐ ̛̣́̀̉̃̂̆1２Ａ“–м𝐀" + UNSEEN + "".join(LOOK_ALIKES) + "όёў\u1fef\u212b❤🔥\n\t\ud800",
        max_size=40,
    ),
)
MANY = examples(400)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Ðảng ủy ðường Ɖông ɖa", "Đảng ủy đường Đông đa"),
        ("ＴＨÔＮＧ　ＢÁＯ　２０２６", "THÔNG BÁO 2026"),
        ("𝐓𝐇𝐎̂𝐍𝐆 𝐁𝐀́𝐎 𝟭𝟮", "THÔNG BÁO 12"),
        ("thông\u00adbáo \u200bcúp\ufeff điện", "thôngbáo cúp điện"),
        ("đạt \u202e%8,301\u202c", "đạt %8,301"),
        ("gia đình 👨\u200d👩\u200d👧, a\u200db", "gia đình 👨\u200d👩\u200d👧, ab"),
        ("từ 7h – 9h — “tốt”", 'từ 7h - 9h - "tốt"'),
        ("150 m², 10 ‰, ½, №", "150 m², 10 ‰, ½, №"),
        ("hоp tổ dân phố 4А", "hop tổ dân phố 4A"),
        ("ông Lόng, bà Нương", "ông Lóng, bà Hương"),
        ("Москва, Σωκράτης, 5 μm", "Москва, Σωκράτης, 5 μm"),
        ("a\u200b\u0323\u0302", "ậ"),
    ],
)
def test_what_looks_like_plain_vietnamese_becomes_it_and_nothing_else_changes(typed: str, seen: str) -> None:
    assert normalise(typed) == seen


@given(ANYTHING)
@example("a" + "\u0301" * 9 + "\u0323" * 9)
@example("e\u0302\u0435\u0302")
@example("\u1100\u1161\u11a8 \u0958 \u1f71 \uf900 \u09c7\u09be \u0340")
@MANY
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = normalise(typed)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert fold_words(once) == fold_words(typed)
    assert lower(lower(once)) == lower(once)


@given(ANYTHING)
@MANY
def test_every_place_leads_back_to_the_original(typed: str) -> None:
    for view in (view_of(typed), folded(typed)):
        places = [view.at(place) for place in range(len(view.text) + 1)]
        assert places == sorted(places)
        assert places[-1] == len(typed)
        assert view.quote(0, len(view.text)) in typed
        for start in range(0, len(view.text), 3):
            assert view.quote(start, min(start + 4, len(view.text))) in typed
    assert folded(typed).text == fold(typed)


@given(st.lists(st.sampled_from(VIETNAMESE), min_size=1, max_size=6), st.sampled_from(["NFC", "NFD"]), st.data())
@MANY
def test_a_quote_of_any_form_opens_the_original(
    words: list[str], form: Literal["NFC", "NFD"], data: st.DataObject
) -> None:
    plain = " ".join(words)
    typed = "".join(
        char + data.draw(st.sampled_from(["", "", "", *UNSEEN])) for char in unicodedata.normalize(form, plain)
    )
    view = view_of(typed)
    assert view.text == normalise(plain)
    wanted = data.draw(st.sampled_from(words))
    start = view.text.index(normalise(wanted))
    quote = view.quote(start, start + len(normalise(wanted)))
    assert quote in typed
    assert normalise(quote) == normalise(wanted)
    assert quote[-1] not in UNSEEN


DOUBLES: dict[str, list[str]] = {}
for odds, plains in LOOK_ALIKES.items():
    for odd, plain in zip(odds, plains, strict=True):
        DOUBLES.setdefault(plain, []).append(odd)


@given(st.sampled_from(VIETNAMESE), st.sampled_from(["NFC", "NFD"]), st.data())
@MANY
def test_two_texts_that_look_alike_by_the_list_have_one_key(
    words: str, form: Literal["NFC", "NFD"], data: st.DataObject
) -> None:
    disguised: list[str] = []
    for word in words.split():
        letters = list(unicodedata.normalize("NFD", word))
        keeps = data.draw(st.integers(0, len(letters) - 1))
        for place, letter in enumerate(letters):
            if place != keeps and letter in DOUBLES and data.draw(st.booleans()):
                letters[place] = data.draw(st.sampled_from(DOUBLES[letter]))
        # A word is Latin otherwise: at least one letter or digit of it is.
        if not any(fold(letter).isascii() and fold(letter).isalnum() for letter in letters):
            letters = list(word)
        disguised.append(unicodedata.normalize(form, "".join(letters)))
    typed = " ".join(disguised)
    assert normalise(typed) == normalise(words)
    assert fold_words(typed) == fold_words(words)


@given(st.text(alphabet="aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐbcg \u0300\u0301\u0303\u0309\u0323", max_size=40))
@MANY
def test_no_accent_is_lost(typed: str) -> None:
    before = unicodedata.normalize("NFD", typed)
    assert unicodedata.normalize("NFD", normalise(typed)) == before
    accents = [char for char in before if unicodedata.combining(char)]
    low = unicodedata.normalize("NFD", lower(normalise(typed)))
    assert sorted(char for char in low if unicodedata.combining(char)) == sorted(accents)


def test_old_and_new_tone_placement_are_one_and_accents_still_count() -> None:
    assert lower(normalise("UỶ ban HOÀ bình khoẻ quý")) == "ủy ban hòa bình khỏe quý"
    assert lower(normalise("hoàn thành, huyện, quỹ")) == "hoàn thành, huyện, quỹ"
    assert lower("đường") != lower("dương")


def test_a_name_is_shown_on_one_line_and_may_be_blank() -> None:
    assert one_line(" Ðỗ \u202e Thị\nLan\u3164") == "Đỗ Thị Lan"
    assert one_line("\u3164\u200b\u2800 \u00ad\u202e") == ""


# --- hostile texts: the work grows with the length, counted and not timed ------------------------------------------

HOSTILE: dict[str, Callable[[int], str]] = {
    "one letter under endless marks": lambda size: "a" + "\u0301\u0323" * (size // 2),
    "marks alone": lambda size: "\u0323\u0301" * (size // 2),
    "many accented letters": lambda size: "a\u0323\u0302" * (size // 3),
    "one endless word of two alphabets": lambda size: "aо" * (size // 2),
    "unseen marks": lambda size: "\u202e\u200b" * (size // 2),
    "joiners": lambda size: "\u200d" * size,
    "joined emoji": lambda size: "🔥\u200d" * (size // 2),
    "other scripts' marks out of order": lambda size: "א" + "\u05b4\u05b0" * (size // 2),
    "bold letters": lambda size: "𝐀" * size,
    "blanks": lambda size: "\u00a0" * size,
}


def work(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, int]:
    """How many lines and calls Python ran, how many characters Unicode composed, and how far their marks were out
    of order: what makes its sorting by insertion quadratic."""
    steps = composed = disorder = 0
    original = unicodedata.normalize

    def counted(form: Literal["NFC", "NFD", "NFKC", "NFKD"], piece: str) -> str:
        nonlocal composed, disorder
        composed += len(piece)
        classes = [unicodedata.combining(char) for char in piece]
        disorder += sum(0 < after < before for before, after in itertools.pairwise(classes))
        return original(form, piece)

    def step(_frame: object, event: str, _argument: object) -> Any:
        nonlocal steps
        steps += event in ("line", "call")
        return step

    for cached in (door._composed, door._latin_letter, sys.modules["bot.domain.words"]._bare):
        cached.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(unicodedata, "normalize", counted)
        sys.settrace(step)
        try:
            fold(text)
        finally:
            sys.settrace(None)
    return steps, composed, disorder


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_costs_work_in_proportion_to_its_length(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = (work(HOSTILE[kind](size), monkeypatch) for size in (3_000, 30_000))
    assert large[0] <= 11 * small[0] + 1000
    assert large[1] <= 11 * small[1] + 1000
    assert large[2] == 0


PLAIN_LETTERS = "abcXYZ 019\t\n.,;:!?()%\"'/-_~…•·²³°" + "".join(map(chr, range(0x1EA0, 0x1EFA))) + "ĂăĐđĨĩŨũƠơƯưÀÝàýôÔ"


@given(st.text(alphabet=PLAIN_LETTERS))
@MANY
def test_a_plain_text_is_read_alike_alone_and_beside_an_odd_letter(typed: str) -> None:
    odd = f"{typed}“😀"
    assert normalise(typed) == normalise(odd)[:-2] == typed
    assert fold(typed) == fold(odd)[:-2]
    assert fold_words(typed) == fold_words(odd)
    assert folded(typed).text == fold(typed)

"""What changed between two versions of a post, and when that is more than a slip of typing."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.changes import LONGEST_PIECE, Change, Changes, Version, What
from bot.domain.lines import arranged, headlines_of
from bot.reading.reader import read
from bot.reading.versions.changes import changes_between
from tests.examples import examples
from tests.unit.reading.test_properties import SEEDLIKE, TEXTS

FAST = examples(150)

NOTICE = (
    "Thông báo cúp điện hẻm 47\n\nĐiện lực Mỹ Bình tạm ngừng cấp điện hẻm 47, khóm 3 từ 8h đến 11h30 ngày 25/11/2026.\n"
    "Thu ngân sách đạt 103,8% năm 2022 và 87,8% trong 6 tháng đầu năm 2023. Vận động gần 2,6 tỉ đồng cho bà con.\n"
    "Mời bà con họp tại nhà văn hóa khóm 3. Chủ trì: ông Nguyễn Văn An. Bà con chưa đóng quỹ xin đến văn phòng."
)


def version(body: str, title: str | None = None) -> Version:
    reading = read(body)
    return Version(reading.title if title is None else title, body, reading)


def test_two_hours_that_lose_the_same_words_are_both_told() -> None:
    old = "Tiêm vắc xin\n\nTiêm từ 7 giờ 30 đến 10 giờ 30 ngày 05/12/2026."
    (one,) = changed(old, old.replace("7 giờ 30", "7 giờ").replace("10 giờ 30", "10 giờ")).lines
    assert (one.before, one.after) == (
        "từ 7 giờ 30 đến 10 giờ 30 ngày 05/12/2026",
        "từ 7 giờ đến 10 giờ ngày 05/12/2026",
    )
    apart = "Tiêm vắc xin\n\nKhóm 1 tiêm lúc 7 giờ 30 tại trạm; khóm 2 tiêm lúc 13 giờ 30 tại đình."
    told = changed(apart, apart.replace(" giờ 30", " giờ")).lines
    assert [("7 giờ 30" in one.before, "13 giờ 30" in one.before) for one in told] == [(True, False), (False, True)]


def changed(old: str, new: str) -> Changes:
    return changes_between(version(old), version(new))


def edited(old: str, new: str) -> Changes:
    assert NOTICE.count(old) == 1
    return changed(NOTICE, NOTICE.replace(old, new))


TELLING = [
    ("103,8%", "103,9%", What.FIGURE, "đạt 103,8% năm 2022", "đạt 103,9% năm 2022"),
    ("87,8%", "78,8%", What.FIGURE, "87,8% trong 6", "78,8% trong 6"),
    ("tỉ đồng", "triệu đồng", What.FIGURE, "2,6 tỉ đồng", "2,6 triệu đồng"),
    ("gần 2,6 tỉ", "gần 2,9 tỉ", What.FIGURE, "gần 2,6 tỉ đồng", "gần 2,9 tỉ đồng"),
    ("25/11/2026", "26/11/2026", What.DATE, "ngày 25/11/2026", "ngày 26/11/2026"),
    ("từ 8h", "từ 9h", What.TIME, "từ 8h", "từ 9h"),
    ("11h30", "12h", What.TIME, "11h30", "12h"),
    ("hóa khóm 3", "hóa khóm 5", What.PLACE, "khóm 3", "khóm 5"),
    ("nhà văn hóa khóm 3", "trường Lê Lợi", What.PLACE, "nhà văn hóa khóm 3", "trường Lê Lợi"),
    ("Văn An", "Văn Ân", What.TEXT, "An", "Ân"),
    ("chưa đóng", "đã đóng", What.TEXT, "chưa", "đã"),
]


@pytest.mark.parametrize(("old", "new", "what", "before", "after"), TELLING)
def test_a_change_is_told_with_the_smallest_piece_that_tells_it(
    old: str, new: str, what: What, before: str, after: str
) -> None:
    found = edited(old, new)
    assert found.meaning
    (line,) = found.lines
    assert line.what is what
    assert before in line.before
    assert after in line.after
    assert max(len(line.before), len(line.after)) <= 80


def test_the_seeds_figure_is_told_in_its_own_words() -> None:
    found = edited("103,8%", "103,9%")
    assert found.lines == (Change(What.FIGURE, "đạt 103,8% năm 2022", "đạt 103,9% năm 2022"),)


MEANING = [
    ("tạm ngừng", "không ngừng"),
    ("chưa đóng", "chua đóng"),
    ("chưa đóng", "đóng"),
    ("tạm ngừng", "tạm hoãn"),
    ("cấp điện", "cúp điện"),
    ("Nguyễn Văn An", "Nguyễn Văn Anh"),
    ("Nguyễn Văn An", "Nguyễn Văn"),
    ("ông Nguyễn", "bà Nguyễn"),
    ("tỉ đồng", "triệu đồng"),
    ("tỉ đồng", "tỉ"),
    ("103,8%", "103,8"),
    ("103,8%", "1038%"),
    ("103,8%", "103.8%"),
    ("87,8%", "-87,8%"),
    ("87,8%", "- 87,8%"),
    ("87,8%", "87, 8%"),
    ("25/11/2026", "25-11-2026"),
    ("từ 8h", "trước 8h"),
    ("Bà con chưa", "Chưa bà con"),
    ("gần 2,6", "hơn 2,6"),
    ("2,6 tỉ đồng cho bà con", "2,6 tỉ đồng"),
    ("xin đến văn phòng", "xin đến văn phòng hoặc gọi điện"),
    ("Thu ngân sách", "Thuế ngân sách"),
    ("Điện lực", "Công ty Điện lực"),
]


@pytest.mark.parametrize(("old", "new"), MEANING)
def test_what_people_would_do_or_believe_changes_the_meaning(old: str, new: str) -> None:
    assert edited(old, new).meaning
    assert edited(old, new).lines


SLIPS = [
    ("Nhân dan trong phường cùng tham gia dọn vệ sinh", "Nhân dân trong phường cùng tham gia dọn vệ sinh"),
    ("Ban bầu cừ họp", "Ban bầu cử họp"),
    ("trên địa địa bàn phường", "trên địa bàn phường"),
    ("mọi người tham gia tham gia dọn dẹp", "mọi người tham gia dọn dẹp"),
    ("phường tổ chức  vệ sinh", "phường tổ chức vệ sinh"),
    ("phường tổ chứcvệ sinh", "phường tổ chức vệ sinh"),
    ("Thông báo vệ sinh", "THÔNG BÁO VỆ SINH"),
    ("kính mời, bà con", "kính mời bà con"),
    ("kính mời bà con .", "kính mời bà con."),
    ("chương trìn văn nghệ", "chương trình văn nghệ"),
    ("Uỷ ban họp", "Ủy ban họp"),
    ("khoẻ mạnh", "khỏe mạnh"),
    ("dòng một\ndòng hai", "dòng một\n\ndòng hai"),
    ("“tuyên truyền”", '"tuyên truyền"'),
    ("thu ngân sách năm 2023, cao hơn", "thu ngân sách năm 2023; cao hơn"),
]


@pytest.mark.parametrize(("old", "new"), SLIPS)
def test_slips_of_typing_change_no_meaning(old: str, new: str) -> None:
    assert not changed(old, new).meaning
    assert not changed(new, old).meaning


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Có 9/15 chi hộii hoàn thành tốt nhiệm vụ.Dịp này, Hội khen 5 người.",
            "Có 9/15 chi hội hoàn thành tốt nhiệm vụ. Dịp này, Hội khen 5 người.",
            ["9/15 chi hộii → 9/15 chi hội"],
        ),
        (
            "Kết quả có 2/9 tổ xuất sắcc, 6/9 tổ đạt khá.Năm tới phấn đấu hơn.",
            "Kết quả có 2/9 tổ xuất sắc, 7/9 tổ đạt khá. Năm tới phấn đấu hơn.",
            ["2/9 tổ xuất sắcc → 2/9 tổ xuất sắc", "6/9 tổ đạt khá → 7/9 tổ đạt khá"],
        ),
        (
            "Khóm họp lúc 8h ngày 05/12/2026 tại đình Trung. Mang sổ theo.",
            "Khóm họp lúc 9h ngày 06/12/2026 tại trường Lê Lợi. Mang sổ theo.",
            [
                "Khóm họp lúc 8h → Khóm họp lúc 9h",
                "ngày 05/12/2026 → ngày 06/12/2026",
                "tại đình Trung → tại trường Lê Lợi",
            ],
        ),
        (
            "Trao 45 suất quà cho hộ nghèo.Tổng trị giá 22 triệu đồng, do chùa tặng.",
            "Trao 45 suất quà cho hộ nghèo. Tổng trị giá 22,5 triệu đồng, do chùa tặng.",
            ["Tổng trị giá 22 triệu đồng → Tổng trị giá 22,5 triệu đồng"],
        ),
        (
            "Cúp điện hẻm 47, khóm 3 trong buổi sáng.",
            "Cúp điện hẻm 49, khóm 5 trong buổi sáng.",
            ["Cúp điện hẻm 47 → Cúp điện hẻm 49", "khóm 3 trong buổi → khóm 5 trong buổi"],
        ),
    ],
)
def test_each_change_is_one_line_cut_where_its_clause_ends(old: str, new: str, told: list[str]) -> None:
    assert changes_between(version(old, ""), version(new, "")).told() == told


def test_a_blank_behind_a_full_stop_alone_is_a_slip_that_can_be_corrected() -> None:
    found = changed("Hội đã họp tốt đẹp.Sau đó mọi người về.", "Hội đã họp tốt đẹp, Sau đó mọi người về.")
    assert not found.meaning
    assert found.lines


def test_a_name_that_sounds_like_a_word_of_days_is_no_date() -> None:
    old, new = (version(f"Chủ trì: ông Trần Văn {name}, trưởng khóm.", "") for name in ("Nam", "Năm"))
    (line,) = changes_between(old, new).lines
    assert line == Change(What.TEXT, "ông Trần Văn Nam", "ông Trần Văn Năm")


def arranged_to(typed: str) -> Version:
    before = version(NOTICE)
    figures = arranged(before.reading.figures, typed, NOTICE)
    return replace(before, reading=replace(before.reading, figures=figures))


def test_a_figures_line_in_other_words_is_told_though_the_text_is_the_same() -> None:
    first = plain_phrase(version(NOTICE))
    found = changes_between(version(NOTICE), arranged_to("1: Thu ngân sách phường đạt 103,8%"))
    assert found == Changes((Change(What.FIGURE, first, "Thu ngân sách phường đạt 103,8%"),), meaning=True)
    back = changes_between(arranged_to("1: Thu ngân sách phường đạt 103,8%"), version(NOTICE))
    assert [one.told for one in back.lines] == [f"Thu ngân sách phường đạt 103,8% → {first}"]


def test_a_line_that_is_dropped_or_moved_is_told_and_changes_no_meaning() -> None:
    first, second = (line[0].phrase for line in headlines_of(version(NOTICE).reading.figures))
    dropped = changes_between(version(NOTICE), arranged_to("1"))
    assert dropped == Changes((Change(What.FIGURE, second, ""),), meaning=False)
    moved = changes_between(version(NOTICE), arranged_to("2 1"))
    assert moved.lines == (Change(What.FIGURE, *(f"{a} · {b}"[:120] for a, b in ((first, second), (second, first)))),)
    assert not moved.meaning


def plain_phrase(one: Version) -> str:
    return headlines_of(one.reading.figures)[0][0].phrase


def test_a_heading_that_repeats_the_text_is_told_once() -> None:
    found = edited("cúp điện hẻm 47", "cúp điện hẻm 49")
    assert [one.what for one in found.lines] == [What.PLACE]


def test_another_heading_over_the_same_text_is_a_change_of_title() -> None:
    found = changes_between(version(NOTICE, "Cúp điện hẻm 47"), version(NOTICE, "Cúp điện khóm 3"))
    assert found == Changes((Change(What.TITLE, "Cúp điện hẻm 47", "Cúp điện khóm 3"),), meaning=True)


def test_the_same_change_at_many_places_is_told_once() -> None:
    assert len(changed("Mức 5%. Vậy mức 5%.", "Mức 6%. Vậy mức 6%.").lines) == 1


def test_numbers_that_stand_close_are_told_apart() -> None:
    found = edited("8h đến 11h30 ngày 25/11/2026", "9h đến 12h30 ngày 26/11/2026")
    assert [one.what for one in found.lines] == [What.TIME, What.TIME, What.DATE]


def test_a_rewrite_is_one_line_quickly_told() -> None:
    old = " ".join(f"chữ{number} thứ" for number in range(17_000))
    new = " ".join(f"từ{number} nào" for number in range(17_000))
    found = changes_between(Version("a", old, read("a")), Version("a", new, read("a")))
    assert found.meaning
    (line,) = found.lines
    assert line.what is What.TEXT
    assert old.startswith(line.before)
    assert new.startswith(line.after)
    assert 60 < len(line.before) <= LONGEST_PIECE


def test_texts_too_different_to_align_are_one_line() -> None:
    old, new = "a " * 100_000, "b " * 100_000
    found = changes_between(Version("a", old, read("a")), Version("a", new, read("a")))
    assert found.meaning
    assert [one.what for one in found.lines] == [What.TEXT]


@given(TEXTS)
@FAST
def test_without_a_change_there_are_no_lines(text: str) -> None:
    assert changed(text, text) == Changes((), meaning=False)
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    if all(len(word) < 20 for word in apart.split()):
        assert changes_between(version(composed, ""), version(apart, "")).lines == ()


@given(TEXTS, TEXTS)
@FAST
def test_lines_quote_both_texts_and_swap_with_them(old: str, new: str) -> None:
    found, back = changed(old, new), changed(new, old)
    folded = [" ".join(text.split()) for text in (old, new)]
    titles = [" ".join(version(text).title.split()) for text in (old, new)]
    for line in found.lines:
        assert line.before in folded[0] or line.before in titles[0]
        assert line.after in folded[1] or line.after in titles[1]
        assert max(len(line.before), len(line.after)) <= LONGEST_PIECE
    assert [(one.what, one.after, one.before) for one in found.lines] == [
        (one.what, one.before, one.after) for one in back.lines
    ]
    assert found.meaning == back.meaning
    assert bool(found.lines) >= found.meaning


@given(st.one_of(st.just(NOTICE), st.just(SEEDLIKE), TEXTS), st.data())
@FAST
def test_another_digit_always_changes_the_meaning(text: str, data: st.DataObject) -> None:
    places = [at for at, char in enumerate(text) if char in "0123456789"]
    assume(places)
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([one for one in "0123456789" if one != text[at]]))
    other = text[:at] + digit + text[at + 1 :]
    found = changes_between(version(text, ""), version(other, ""))
    assert found.meaning
    assert found.lines


@given(st.data())
@FAST
def test_a_dropped_or_added_word_changes_the_meaning(data: st.DataObject) -> None:
    words = NOTICE.split()
    at = data.draw(st.integers(0, len(words) - 1))
    assume(words[at] not in {words[at - 1], words[min(at + 1, len(words) - 1)]} or at == 0)
    assert changed(NOTICE, " ".join(words[:at] + words[at + 1 :])).meaning


@pytest.mark.parametrize("text", ["họp tổ.Èo ôi", "ở xã.Ấp Mới họp", "đủ cả.Ủy ban"])
def test_accents_apart_from_their_letters_cut_words_at_the_same_places(text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert changes_between(version(composed, ""), version(apart, "")).lines == ()

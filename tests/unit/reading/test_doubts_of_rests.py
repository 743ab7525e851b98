"""Doubts about what remains, about tallies over their whole, and about a count whose digits are turned round."""

import pytest

from bot.reading.reader import read


def doubts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (one.code.value, one.quotes) for one in read(f"Phường Đông An báo cáo tháng 11 năm 2026\n\n{text}").warnings
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Phường tiếp nhận 90 đơn, đã giải quyết 70 đơn, còn 10 đơn.",
        "Trong tháng tiếp nhận 240 hồ sơ; giải quyết xong 210 hồ sơ; còn lại 20 hồ sơ.",
        "Tổ có 48 hộ, đã nộp 40 hộ, còn 6 hộ chưa nộp.",
    ],
)
def test_what_remains_is_what_came_less_what_was_done(text: str) -> None:
    assert [code for code, _ in doubts(text)] == ["sum-mismatch"]


@pytest.mark.parametrize(
    "text",
    [
        "Phường tiếp nhận 90 đơn, đã giải quyết 70 đơn, còn 20 đơn.",
        "Phường tiếp nhận 90 đơn, cùng 15 đơn kỳ trước chuyển sang, đã giải quyết 70 đơn, còn 35 đơn.",
        "Tiếp nhận 90 đơn, trong đó có 20 đơn trùng, đã giải quyết 70 đơn, còn 10 đơn.",
        "Thu 90 triệu đồng, đã chi 70 triệu đồng, còn 25 triệu đồng cả quỹ cũ.",
        "Tiếp nhận 90 đơn, đã giải quyết hơn 70 đơn, còn 10 đơn.",
        "Phường có 90 hộ. Đã cấp 70 thẻ, còn 10 hộ vắng nhà.",
    ],
)
def test_a_rest_that_fits_or_has_more_behind_it_is_not_doubted(text: str) -> None:
    assert doubts(text) == []


@pytest.mark.parametrize("tally", ["7/6 chỉ tiêu", "21/20 chỉ tiêu"])
def test_more_targets_met_than_there_are_are_doubted(tally: str) -> None:
    assert doubts(f"Phường đạt {tally} được giao.") == [("share-over-100", (tally,))]
    assert doubts(f"Phường hoàn thành vượt mức {tally} kế hoạch.") == [("share-over-100", (tally,))]


def test_a_tally_within_its_whole_and_a_programmes_date_are_not_doubted() -> None:
    assert doubts("Phường đạt 6/6 chỉ tiêu được giao.") == []
    assert doubts("Phường có 9/12 chỉ tiêu đạt và vượt, trong đó 4 chỉ tiêu vượt.") == []


def test_counts_of_one_sex_and_the_other_are_not_more_than_all() -> None:
    assert [code for code, _ in doubts("Hội có 300 hội viên, trong đó 190 hội viên nam và 140 hội viên nữ.")] == [
        "parts-exceed-total"
    ]
    assert doubts("Hội có 300 hội viên, trong đó 190 hội viên nam và 110 hội viên nữ.") == []


def test_one_count_with_two_digits_turned_round_is_doubted() -> None:
    told = doubts("Trạm khám cho 318 người cao tuổi. Kết thúc đợt khám, 381 người cao tuổi được cấp thuốc.")
    assert told == [("contradiction", ("318 người cao tuổi", "381 người"))]
    assert doubts("Thôn 1 khám cho 318 người cao tuổi. Thôn 2 khám cho 381 người cao tuổi.") == []
    assert doubts("Trạm khám cho 318 người cao tuổi. Kết thúc đợt khám, 318 người cao tuổi được cấp thuốc.") == []


def test_a_decimal_below_one_shows_what_the_comma_means() -> None:
    assert doubts("Phường thu 1,245 tỷ đồng, chi 0,875 tỷ đồng.") == []
    assert [code for code, _ in doubts("Phường thu 1,245 tỷ đồng.")] == ["ambiguous-number"]


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Hội viên viên cùng dọn kênh.", "viên viên"),
        ("Tổng thu ngân ngân sách tăng.", "ngân ngân"),
        ("Trạm Y tế tế xã khám mắt.", "tế tế"),
        ("Phường phát triển triển mô hình mới.", "triển triển"),
        ("Công an an phường tuần tra.", "an an"),
    ],
)
def test_half_a_word_typed_twice_is_doubted(text: str, slip: str) -> None:
    assert doubts(text) == [("repeated-word", (slip,))]


@pytest.mark.parametrize(
    "text",
    [
        "Đại biểu biểu quyết thông qua.",
        "Xã giải ngân ngân sách đúng hạn.",
        "Chợ bán lương thực thực phẩm.",
        "Phường triển khai khai thác nước ngầm.",
        "Tổ công an an ninh cơ sở.",
    ],
)
def test_two_words_that_meet_in_one_syllable_are_not(text: str) -> None:
    assert doubts(text) == []

"""A new text beside what was published before: pairs that must be doubted and pairs that must not."""

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures import AT_POSTING, Figure, Warning
from bot.domain.posts import Audience, Kind, PostNumber
from bot.domain.reading import Reading
from bot.reading.doubts.earlier import Published, Span, doubts_beside, same_value, span_of
from bot.reading.reader import read
from tests.unit.reading.test_properties import FAST, TEXTS

DIFFERS, FELL, SAME = "history-differs", "cumulative-fell", "same-as-last"
TODAY = date(2026, 11, 23)
OPENING = "Hội nghị sơ kết công tác phường Tân Lộc\n\nUBND phường Tân Lộc tổ chức hội nghị sơ kết. "


def published(text: str, number: int = 3, posted: date = date(2026, 10, 30)) -> list[Published]:
    reading = read(text)
    return [
        Published(
            figure,
            PostNumber(Audience.EVERYONE, number),
            reading.title,
            posted,
            reading.date,
            reading.date_as_written,
            reading.organisation,
        )
        for figure in reading.figures
        if not figure.is_target
    ]


def doubts(before: str, now: str) -> list[Warning]:
    return list(doubts_beside(read(now), published(before), TODAY))


def codes(before: str, now: str) -> list[str]:
    return [one.code.value for one in doubts(OPENING + before, OPENING + now)]


RAISED = [
    (DIFFERS, "Thu ngân sách 6 tháng đầu năm 2026 đạt 87,4%.", "Thu ngân sách 6 tháng đầu năm 2026 đạt 78,4%."),
    (DIFFERS, "Thu ngân sách năm 2025 đạt 103,9%.", "Tổng thu ngân sách năm 2025 đạt 109,3%."),
    (DIFFERS, "Năm 2025, giải quyết việc làm cho 150 người.", "Năm 2025, giải quyết việc làm cho 510 người."),
    (DIFFERS, "Thu ngân sách quý I năm 2026 được 2,6 tỷ đồng.", "Thu ngân sách quý I năm 2026 được 26 tỷ đồng."),
    (DIFFERS, "Tháng 9 năm 2026, xử lý 45 vụ vi phạm.", "Tháng 9 năm 2026, đã xử lý 54 vụ vi phạm."),
    (DIFFERS, "Thu ngân sách năm 2025 được gần 2,6 tỷ đồng.", "Thu ngân sách năm 2025 được 3,1 tỷ đồng."),
    (DIFFERS, "Năm 2025, khám bệnh cho khoảng 300 người dân.", "Năm 2025, khám bệnh cho 450 người dân."),
    (
        FELL,
        "Thu ngân sách 6 tháng đầu năm 2026 được 12,5 tỷ đồng.",
        "Thu ngân sách 9 tháng đầu năm 2026 được 11,5 tỷ đồng.",
    ),
    (FELL, "Thu ngân sách quý I năm 2026 được 6,5 tỷ đồng.", "Thu ngân sách 6 tháng đầu năm 2026 được 5,6 tỷ đồng."),
    (FELL, "Thu ngân sách 9 tháng đầu năm 2025 được 19 tỷ đồng.", "Thu ngân sách năm 2025 được 17 tỷ đồng."),
    (FELL, "6 tháng đầu năm 2026, xử lý 45 vụ vi phạm.", "9 tháng đầu năm 2026, xử lý 39 vụ vi phạm."),
    (FELL, "6 tháng đầu năm 2026, khám bệnh cho 450 người dân.", "9 tháng đầu năm 2026, khám bệnh cho 320 người dân."),
    (FELL, "Quý I năm 2026, mở 12 lớp tập huấn.", "Trong 6 tháng đầu năm 2026, mở 8 lớp tập huấn."),
    (FELL, "Thu ngân sách năm 2026 được 12,5 tỷ đồng.", "Thu ngân sách năm 2026 được 11,5 tỷ đồng."),
]


RAISED += [
    # another whole, with the same part or another
    (
        DIFFERS,
        "Năm 2025, có 9/13 chi bộ hoàn thành tốt nhiệm vụ.",
        "Năm 2025, có 9/14 chi bộ hoàn thành tốt nhiệm vụ.",
    ),
    (DIFFERS, "Năm 2025, có 30/40 hộ kinh doanh nộp thuế.", "Năm 2025, có 30/45 hộ kinh doanh nộp thuế."),
    # tỷ for triệu, a point for a comma
    (DIFFERS, "Thu ngân sách năm 2024 được 12,5 tỷ đồng.", "Thu ngân sách năm 2025 được 13,1 triệu đồng."),
    (DIFFERS, "Năm 2024, khám bệnh cho 450 người dân.", "Năm 2025, khám bệnh cho 451.000 người dân."),
]


@pytest.mark.parametrize(("code", "before", "now"), RAISED)
def test_a_figure_that_does_not_go_with_an_earlier_one_is_doubted(code: str, before: str, now: str) -> None:
    assert codes(before, now) == [code]
    (doubt,) = doubts(OPENING + before, OPENING + now)
    assert doubt.note.startswith("tin số 3 ghi “")
    assert all(quote in now for quote in doubt.quotes)


QUIET = [
    # the same, exact or rounded
    ("Thu ngân sách năm 2025 đạt 87,4%.", "Thu ngân sách năm 2025 đạt 87,4%."),
    ("Thu ngân sách năm 2025 đạt 87,4%.", "Thu ngân sách năm 2025 đạt 87,38%."),
    ("Thu ngân sách năm 2025 được gần 2,6 tỷ đồng.", "Thu ngân sách năm 2025 được 2,58 tỷ đồng."),
    ("Năm 2025, khám bệnh cho trên 300 người dân.", "Năm 2025, khám bệnh cho 312 người dân."),
    ("Thu ngân sách năm 2025 được 2,6 tỷ đồng.", "Thu ngân sách năm 2025 được 2.600 triệu đồng."),
    # another time, thing, unit or way of telling
    ("Thu ngân sách năm 2024 đạt 87,4%.", "Thu ngân sách năm 2025 đạt 103,9%."),
    ("Thu ngân sách quý I năm 2026 đạt 22%.", "Thu ngân sách quý II năm 2026 đạt 31%."),
    ("Năm 2025, tặng quà cho 40 hộ nghèo.", "Năm 2025, tặng quà cho 60 hộ cận nghèo."),
    ("Khóm 3 thu quỹ năm 2025 đạt 87%.", "Khóm 4 thu quỹ năm 2025 đạt 92%."),
    ("Thu ngân sách năm 2025 đạt 87,4%.", "Thu ngân sách năm 2025 tăng 5,2%."),
    ("Thu ngân sách năm 2025 được 12 tỷ đồng.", "Thu ngân sách năm 2025 đạt 103%."),
    ("Khám bệnh cho 320 người dân.", "Khám bệnh cho 450 người dân."),
    ("Năm 2025 có 136 đại biểu tham dự hội nghị.", "Năm 2025 có 120 đại biểu tham dự hội nghị."),
    # told against two plans
    (
        "Thu ngân sách năm 2025 đạt 87,4% dự toán tỉnh, 90% dự toán phường.",
        "Thu ngân sách năm 2025 đạt 90% dự toán phường.",
    ),
    # the same whole, another one of another time, and what may well have grown so
    ("Năm 2025, có 9/13 chi bộ hoàn thành tốt nhiệm vụ.", "Năm 2025, có 9/13 chi bộ hoàn thành tốt nhiệm vụ."),
    ("Năm 2024, có 9/13 chi bộ hoàn thành tốt nhiệm vụ.", "Năm 2025, có 9/14 chi bộ hoàn thành tốt nhiệm vụ."),
    ("Năm 2024, hỗ trợ 2 hộ nghèo sửa nhà.", "Năm 2025, hỗ trợ 1.200 hộ nghèo sửa nhà."),
    # still growing, or free to fall
    ("Thu ngân sách năm 2026 được 12,5 tỷ đồng.", "Thu ngân sách năm 2026 được 14 tỷ đồng."),
    ("Thu ngân sách 6 tháng đầu năm 2026 được 12 tỷ đồng.", "Thu ngân sách 9 tháng đầu năm 2026 được 15 tỷ đồng."),
    ("Tỷ lệ hộ tham gia 6 tháng đầu năm 2026 đạt 92%.", "Tỷ lệ hộ tham gia 9 tháng đầu năm 2026 đạt 88%."),
    ("6 tháng đầu năm 2026, phường còn 117 hộ nghèo.", "9 tháng đầu năm 2026, phường còn 98 hộ nghèo."),
    ("6 tháng đầu năm 2026, xử lý 45 vụ vi phạm.", "Quý III năm 2026, xử lý 12 vụ vi phạm."),
    ("6 tháng đầu năm 2025, xử lý 45 vụ vi phạm.", "9 tháng đầu năm 2026, xử lý 39 vụ vi phạm."),
    ("6 tháng đầu năm 2026, số vụ vi phạm giảm 12 vụ.", "9 tháng đầu năm 2026, số vụ vi phạm giảm 9 vụ."),
    ("", "Thu ngân sách năm 2025 đạt 87,4%."),
]


@pytest.mark.parametrize(("before", "now"), QUIET)
def test_what_goes_with_the_earlier_figure_is_not_doubted(before: str, now: str) -> None:
    assert codes(before, now) == []


# --- yesterday's figures ------------------------------------------------------------------------------------------

DAILY = (
    "Báo cáo tình hình sốt xuất huyết\n\nNgày 20/11/2026, Trạm Y tế phường báo cáo. Phát hiện 12 ca mắc mới. "
    "Đã phun thuốc 45 hộ dân. Kiểm tra 230 dụng cụ chứa nước."
)
HALF = (
    "Báo cáo kết quả 6 tháng đầu năm 2026\n\nUBND phường Tân Lộc báo cáo. Giải quyết việc làm cho 150 người. "
    "Khám bệnh cho 320 người dân. Tổ chức 12 lớp tập huấn."
)
FULL = "Báo cáo\n\nNgày 20/11/2026, phường báo cáo. Hộ có điện đạt 100%. Trẻ đi học đạt 100%. Hộ có nước đạt 100%."
TOMORROW = DAILY.replace("20/11", "21/11")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (DAILY, TOMORROW),
        (DAILY, DAILY.replace("20/11/2026", "21/11/2026") + " Có 2 ca nặng."),
        (DAILY.replace("/2026", ""), TOMORROW.replace("/2026", "")),
        (HALF, HALF.replace("6 tháng đầu", "9 tháng đầu")),
        (HALF.replace("6 tháng đầu năm", "quý I năm"), HALF.replace("6 tháng đầu năm", "quý II năm")),
        (HALF.replace("6 tháng đầu năm", "tháng 9 năm"), HALF.replace("6 tháng đầu năm", "tháng 10 năm")),
    ],
)
def test_the_last_report_sent_again_is_doubted_once(before: str, now: str) -> None:
    (doubt,) = doubts(before, now)
    assert doubt.code == SAME
    assert len(doubt.quotes) >= 3
    assert doubt.note == "tin số 3 ghi đúng các số này"
    assert all(quote in now for quote in doubt.quotes)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (DAILY, DAILY),
        (DAILY, TOMORROW.replace("12 ca", "14 ca")),
        (DAILY, DAILY.replace("Ngày 20/11/2026, ", "")),
        (HALF, HALF.replace("UBND phường", "Nay UBND phường")),
        (DAILY, TOMORROW + " Có 2 ca nặng. Xử phạt 3 vụ. Vận động 40 hộ. Phát 500 tờ rơi."),
        (FULL, FULL.replace("20/11", "21/11")),
    ],
)
def test_the_same_report_or_another_one_is_not_taken_for_the_last(before: str, now: str) -> None:
    assert SAME not in [one.code for one in doubts(before, now)]


def test_prices_in_a_notice_may_stay_as_they_were() -> None:
    reading = replace(read(TOMORROW), kind=Kind.ANNOUNCEMENT)
    assert doubts_beside(reading, published(DAILY), TODAY) == ()


# --- which post, whose report, what time --------------------------------------------------------------------------


def test_the_newest_post_that_tells_a_figure_counts() -> None:
    told = "Thu ngân sách năm 2025 đạt {}%."
    earlier = [*published(OPENING + told.format("78,4"), 5), *published(OPENING + told.format("87,4"), 3)]
    assert doubts_beside(read(OPENING + told.format("78,4")), earlier, TODAY) == ()
    (doubt,) = doubts_beside(read(OPENING + told.format("87,4")), earlier, TODAY)
    assert doubt.note == "tin số 5 ghi “đạt 78,4%”"


def test_a_period_in_the_title_is_compared_within_one_body_only() -> None:
    other = HALF.replace("12 lớp", "5 lớp")
    assert [one.code for one in doubts(HALF, other)] == [DIFFERS]
    assert doubts(HALF, other.replace("UBND phường Tân Lộc báo cáo", "Hội Phụ nữ phường báo cáo")) == []


def test_a_slip_of_the_fingers_in_a_long_label_is_forgiven() -> None:
    before = "Năm 2025, giải ngân vốn xây dựng nông thôn đạt 87%."
    assert codes(before, before.replace("giải ngân", "giải ngâm").replace("87%", "78%")) == [DIFFERS]


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("6 tháng đầu năm 2026", Span(2026, 1, 6)),
        ("sáu tháng cuối năm", Span(2026, 7, 12)),
        ("quý III/2025", Span(2025, 7, 9)),
        ("quý 4", Span(2026, 10, 12)),
        ("tháng 5-2026", Span(2026, 5, 5)),
        ("tháng 12", Span(2025, 12, 12)),
        ("2022", Span(2022, 1, 12)),
        ("2021-2025", None),
        ("so với cùng kỳ năm 2025", None),
        ("nhiệm kỳ này", None),
    ],
)
def test_a_period_is_read(words: str, span: Span | None) -> None:
    assert span_of(words, TODAY) == span


@pytest.mark.parametrize(
    ("title", "span"),
    [
        ("Báo cáo kết quả 9 tháng đầu năm 2026", Span(2026, 1, 9)),
        ("Hội nghị tổng kết năm 2025", Span(2025, 1, 12)),
        ("Báo cáo tuần 45 năm 2026", None),
        ("Báo cáo ngày 20/11/2026", None),
        ("Báo cáo ngày 20 tháng 11 năm 2026", None),
        ("Hội xuân năm 2026", None),
    ],
)
def test_a_title_tells_the_period_of_a_report_only(title: str, span: Span | None) -> None:
    assert span_of(title, TODAY, title=True) == span


def figure(quote: str, value: str, unit: str = "hộ") -> Figure:
    return Figure(quote, "Số hộ", Decimal(value), unit)


def test_only_what_is_written_roughly_may_be_near() -> None:
    assert same_value(figure("gần 300 hộ", "300"), figure("285 hộ", "285"))
    assert not same_value(figure("300 hộ", "300"), figure("285 hộ", "285"))
    assert not same_value(figure("40 hộ", "40"), figure("42 hộ", "42"))
    assert not same_value(figure("20 tỷ đồng", "20000000000"), figure("21 tỷ đồng", "21000000000"))
    assert same_value(figure("2,6 tỷ đồng", "2600000000"), figure("2,58 tỷ đồng", "2580000000"))


# --- any text -----------------------------------------------------------------------------------------------------

FIGURES = st.builds(
    Figure,
    quote=st.text(max_size=30),
    label=st.text(max_size=30) | st.just("Thu ngân sách"),
    value=st.decimals(allow_nan=False, allow_infinity=False),
    unit=st.none() | st.sampled_from(["%", "hộ", "đồng"]),
    of=st.none() | st.decimals(allow_nan=False, allow_infinity=False),
    period=st.none() | st.sampled_from(["2025", "6 tháng đầu năm 2026", "quý I", "tháng 99"]) | st.text(max_size=20),
)
EARLIER = st.builds(
    Published,
    FIGURES,
    st.builds(PostNumber, st.sampled_from(Audience), st.integers(1, 3)),
    st.text(max_size=30) | st.just("Báo cáo 6 tháng đầu năm 2026"),
    st.dates(),
    st.none() | st.dates(),
)


@given(st.lists(FIGURES, max_size=12), st.lists(EARLIER, max_size=12), st.text(max_size=30), st.dates())
@FAST
def test_any_figures_are_compared_without_an_error(
    figures: list[Figure], earlier: list[Published], title: str, today: date
) -> None:
    reading = Reading(Kind.REPORT, title, figures=tuple(figures))
    quotes = {one.quote for one in figures}
    for doubt in doubts_beside(reading, earlier, today):
        assert doubt.code in AT_POSTING
        assert doubt.note
        assert set(doubt.quotes) <= quotes


@given(TEXTS, TEXTS)
@FAST
def test_any_two_texts_are_compared_and_quoted_exactly(before: str, now: str) -> None:
    assert all(quote in now for one in doubts(before, now) for quote in one.quotes)


def test_two_thousand_earlier_figures_take_no_time() -> None:
    rows = "".join(f"Năm 2025, khóm {row} thu quỹ vì người nghèo được {row + 10} triệu đồng. " for row in range(1, 900))
    earlier = [
        replace(one, number=PostNumber(Audience.EVERYONE, at // 20)) for at, one in enumerate(published(rows) * 3)
    ]
    reading = read(rows.replace("nghèo", "nghèọ"))
    started = time.perf_counter()
    doubts_beside(reading, earlier[:2000], TODAY)
    assert time.perf_counter() - started < 2

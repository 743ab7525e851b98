"""What governs a figure: comparison, period, result or target, label and quote, in invented sentences."""

from decimal import Decimal

import pytest

from bot.domain.figures import Figure
from bot.domain.lines import headlines_of
from bot.reading.reader import read

HEAD = "Tin hoạt động của phường Tân Lộc\n\n"


def figures(body: str) -> tuple[Figure, ...]:
    return read(HEAD + body).figures


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("Đại hội đề ra 18 chỉ tiêu cụ thể; thu nhập đạt 75 triệu đồng/người/năm.", [True, True]),
        ("Phấn đấu đến cuối năm thu ngân sách đạt 150 tỷ đồng.", [True]),
        ("Đến năm 2030 tỷ lệ hộ nghèo còn dưới 1%.", [True]),
        ("Dự kiến vận động 300 hộ dân hiến đất.", [True]),
        ("Qua rà soát, dự kiến có 320 hộ cần tái định cư.", [False]),
        ("Thu ngân sách đạt 12 tỷ đồng, vượt chỉ tiêu đề ra 5%.", [False, False]),
        ("Nhân dân đã nỗ lực phấn đấu đạt được 12 công trình.", [False]),
        ("Thu 12 tỷ đồng, đạt 106,3% kế hoạch.", [False, False]),
        ("Kế hoạch giao 20 tỷ đồng, thu được 12,3 tỷ đồng.", [True, False]),
        ("Dự toán 20 tỷ đồng, đến nay thu được 12,3 tỷ đồng.", [True, False]),
        ("Đề ra 100 hộ, đến nay đã vận động 85 hộ.", [True, False]),
        ("Tỷ lệ hồ sơ trực tuyến đạt 92,5% (chỉ tiêu giao 80%).", [False, True]),
        ("Số thôn giảm từ 21 thôn xuống còn 18 thôn.", [False, False]),
        ("Dự kiến số thôn giảm từ 21 thôn xuống còn 18 thôn.", [False, True]),
        ("Phát động đợt thi đua cao điểm 45 ngày.", [True]),
        ("Hồ sơ giải quyết trong 03 ngày làm việc.", [False]),
        ("Hội nghị nhất trí 100% thông qua danh sách 37 người.", [False, False]),
        ("Sự tham dự của 135/135 đại biểu chính thức.", [False]),
    ],
)
def test_results_and_targets_are_told_apart(sentence: str, targets: list[bool]) -> None:
    assert [figure.is_target for figure in figures(sentence)] == targets


def test_a_list_under_a_plan_is_planned_and_the_next_section_is_not() -> None:
    body = (
        "Các chỉ tiêu năm 2027:\n- Thu ngân sách đạt 20 tỷ đồng.\n- Giảm 15 hộ nghèo.\n\n"
        "Kết quả năm 2026:\n- Thu ngân sách đạt 18 tỷ đồng.\n"
    )
    found = figures(body)
    assert [(f.is_target, f.period) for f in found] == [(True, "2027"), (True, "2027"), (False, "2026")]


def test_a_section_of_plans_holds_until_the_next_heading() -> None:
    body = "I. KẾT QUẢ\n- Trao 40 suất quà.\nII. PHƯƠNG HƯỚNG\n- Trao 50 suất quà.\nIII. ĐÁNH GIÁ\n- Có 9 tập thể."
    assert [figure.is_target for figure in figures(body)] == [False, True, False]


def test_in_a_resolution_what_is_reached_is_planned() -> None:
    reading = read("NGHỊ QUYẾT\nVề nhiệm vụ năm 2027\n\nThu ngân sách đạt 20 tỷ đồng; 98% hộ dân có nước sạch.")
    assert [figure.is_target for figure in reading.figures] == [True, True]


@pytest.mark.parametrize(
    ("sentence", "comparisons"),
    [
        ("Thu ngân sách đạt 12 tỷ đồng, tăng 8% so với cùng kỳ.", ["đạt", "tăng"]),
        ("Thu ngân sách đạt 103,9% năm 2024 và 87,8% năm 2025.", ["đạt", "đạt"]),
        ("Số vụ vi phạm giảm còn 12 vụ.", ["giảm"]),
        ("Thu ngân sách vượt 5% dự toán.", ["vượt"]),
        ("Thu ngân sách chưa đạt 80% dự toán.", ["chưa đạt"]),
        ("Có 3/14 chi bộ trực thuộc đạt trong sạch vững mạnh.", ["đạt"]),
        ("Phường tăng cường kiểm tra 12 cơ sở.", [None]),
        ("Trao 12 suất quà.", [None]),
        ("Phấn đấu đạt 12 tỷ đồng.", [None]),
        ("Số thôn giảm từ 21 thôn xuống còn 18 thôn.", [None, "giảm"]),
    ],
)
def test_the_word_that_governs_is_kept(sentence: str, comparisons: list[str | None]) -> None:
    assert [figure.comparison for figure in figures(sentence)] == comparisons


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("Thu ngân sách đạt 103,9% năm 2024 và 87,8% trong 6 tháng đầu năm 2025.", ["2024", "6 tháng đầu năm 2025"]),
        ("Trong quý III/2026, phường tiếp 120 lượt công dân, giải quyết 35 đơn.", ["quý III/2026", "quý III/2026"]),
        ("Tháng 5-2026 trao 12 suất quà.", ["Tháng 5-2026"]),
        ("Có 342 hộ kinh doanh, tăng 152 hộ so với đầu nhiệm kỳ.", [None, "so với đầu nhiệm kỳ"]),
        ("Giai đoạn 2021 – 2025 khen thưởng 06 tập thể.", ["2021-2025"]),
        ("Đại hội nhiệm kỳ 2025 – 2030 có 136 đại biểu.", [None]),
        ("Thông qua 12 chỉ tiêu cho nhiệm kỳ 2025 – 2030.", ["2025-2030"]),
        ("Trung bình trong 5 năm qua đạt 121% so với mục tiêu.", ["5 năm qua"]),
        ("Đạt 9 tiêu chí vào cuối năm 2027; tỷ lệ hộ nghèo còn 1,5%.", ["2027", None]),
        ("Trao 12 suất quà.", [None]),
    ],
)
def test_the_period_is_read_as_written(sentence: str, periods: list[str | None]) -> None:
    assert [figure.period for figure in figures(sentence)] == periods


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Vận động với số tiền gần 2,6 tỉ đồng.", "gần 2,6 tỉ đồng"),
        ("Thu ngân sách đạt 106,3% kế hoạch giao.", "đạt 106,3% kế hoạch"),
        ("Tỷ lệ bao phủ bảo hiểm y tế 97% trở lên.", "97% trở lên"),
        ("Có 3/14 chi bộ trực thuộc đạt tiêu biểu.", "3/14 chi bộ trực thuộc"),
        ("Hỗ trợ 09 căn nhà bị hỏa hoạn, cất 13 căn.", "09 căn nhà bị hỏa hoạn"),
        ("Tỷ lệ hộ nghèo ≥ 2 % số hộ.", "≥ 2 %"),
    ],
)
def test_the_quote_keeps_what_bounds_the_number(sentence: str, quote: str) -> None:
    first = figures(sentence)[0]
    assert quote in first.quote
    assert first.quote in sentence


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Thu ngân sách nhà nước đạt 12 tỷ đồng.", "Thu ngân sách nhà nước"),
        ("Tỷ suất sinh thô: 10,6 ‰.", "Tỷ suất sinh thô"),
        ("100% khu phố đạt chuẩn văn hóa.", "Khu phố đạt chuẩn văn hóa"),
        ("Phường trao 12 suất quà.", "Suất quà được trao"),
        ("Hội đã kết nạp 31 hội viên mới.", "Hội viên mới kết nạp"),
        ("Đoàn ra mắt 12 tuyến đường hoa do thanh niên tự quản.", "Tuyến đường hoa ra mắt"),
        ("Khen thưởng 62 gia đình “4 không, 2 sạch” tiêu biểu.", "Gia đình “4 không, 2 sạch” tiêu biểu được khen"),
        ("Hội giúp 23 chị em nghèo được vay vốn.", "Chị em nghèo được vay vốn"),
        ("Trong năm, xã đã sửa chữa 27/30 căn nhà.", "Căn nhà đã sửa chữa"),
        ("Đàn trâu 120 con.", "Đàn trâu"),
        ("Phường có 812 hộ.", "Số hộ toàn phường"),
        ("Xã làm mới 4,1 km đường thôn.", "Đường thôn làm mới"),
        ("Thanh niên vớt 2,5 tấn rác.", "Rác được vớt"),
        ("Số ca mắc sởi 12 ca.", "Số ca mắc sởi"),
        ("Đã bàn giao mặt bằng 150 hồ sơ.", "Hồ sơ đã bàn giao mặt bằng"),
        (
            "Giá trị thu trên một héc-ta đất trồng màu và nuôi tôm đạt 150 triệu đồng.",
            "Giá trị thu trên một héc-ta đất",
        ),
    ],
)
def test_the_label_is_the_clauses_subject_or_the_noun_with_its_verb(sentence: str, label: str) -> None:
    assert figures(sentence)[0].label.startswith(label)


def test_short_and_listed_subjects_count() -> None:
    body = "Xã thu ngân sách 14,2 tỷ đồng, chi 12,9 tỷ đồng. Diện tích: lạc 40 ha, đậu 15 ha."
    assert [one.label for one in figures(body)] == ["Thu ngân sách", "Chi ngân sách", "Diện tích lạc", "Diện tích đậu"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Cúp điện các hẻm 5, 9, 21 đường Nguyễn Trãi.",
        "Nhà số 37/4 đường Lý Thái Tổ bị ngập.",
        "Đón Xuân Mậu Thân 2028 vui tươi.",
        "Bà con tổ 17 phát biểu ý kiến.",
        "Bà con khóm Tân Phú 3 đề nghị sửa cống.",
        "Theo Điều 6 Quyết định của tỉnh.",
        "Phiên chợ 0 đồng phục vụ bà con.",
        "Học sinh mặc 0 đồng phục.",
        "Khu nhà 7 tầng sắp xong.",
        "Bản đồ tỷ lệ 1/2000.",
        "Trụ 14 và cột 21 bị nghiêng.",
        "Kính mời: 12 đại biểu khóm.",
        "Phát động quyên góp đợt 2 đối với cán bộ.",
        "Sau 3 ngày phát động, bà con hưởng ứng đông.",
    ],
)
def test_the_numbers_of_names_are_no_figures(sentence: str) -> None:
    assert figures(sentence) == ()


def test_months_before_a_sum_are_its_period() -> None:
    (figure,) = figures("Thu thuế lũy kế 7 tháng 6,25 tỷ đồng.")
    assert (figure.value, figure.period) == (Decimal(6_250_000_000), "7 tháng")


def test_the_parts_of_a_tally_each_have_their_own_verb() -> None:
    found = figures("Trong 30 chỉ tiêu có 8 vượt và 20 đạt.")
    assert [(f.value, f.unit, f.comparison) for f in found[1:]] == [
        (Decimal(8), "chỉ tiêu", "vượt"),
        (Decimal(20), "chỉ tiêu", "đạt"),
    ]


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("Tổ chức 25 hội nghị trong tổng số 28 hội nghị.", (25, 28, "hội nghị")),
        ("Hòa giải 41 vụ trong số 44 vụ.", (41, 44, "vụ")),
        ("Thu 8,5 tỷ đồng/9 tỷ đồng.", (8_500_000_000, 9_000_000_000, "đồng")),
        ("Trao 30 suất quà.", (30, None, "suất")),
        ("Hội giúp 12 chị em khó khăn.", (12, None, "chị em")),
    ],
)
def test_parts_keep_their_whole_and_counts_their_unit(sentence: str, fact: tuple[int, int | None, str]) -> None:
    (figure,) = figures(sentence)
    assert (int(figure.value), figure.of and int(figure.of), figure.unit) == fact


def test_news_of_a_councils_session_tells_results_and_targets_apart() -> None:
    body = (
        "Năm 2026 nhiều chỉ tiêu của xã đạt tốt: tỷ lệ hộ nghèo còn 2,3%, giảm 0,6% so với năm 2025. "
        "Kỳ họp thông qua các chỉ tiêu năm 2027: tỷ lệ hộ nghèo còn 1,8%."
    )
    assert [one.is_target for one in figures(body)] == [False, False, True]


def test_headlines_are_money_and_rates_first_results_before_plans_and_nothing_twice() -> None:
    body = (
        "Có 25 đại biểu dự. Phường trao 40 suất quà, mỗi suất 300.000 đồng. Thu ngân sách đạt 96,5% dự toán. "
        "Vận động Quỹ 1,2 tỷ đồng. Khóm 2 trao 15 suất quà, mỗi suất 300.000 đồng. Phấn đấu thu 20 tỷ đồng. "
        "Thu ngân sách phường năm qua đạt 96,5%."
    )
    lines = [line[0].phrase for line in headlines_of(figures(body))]
    assert lines[:2] == ["Thu ngân sách đạt 96,5% dự toán", "Vận động Quỹ 1,2 tỷ đồng"]
    assert lines[-1] == "Phấn đấu thu 20 tỷ đồng"
    assert sum("96,5%" in line for line in lines) == 1
    assert lines.index("Có 25 đại biểu dự") > lines.index("Phường trao 40 suất quà, mỗi suất 300.000 đồng")


def test_a_tally_is_the_first_headline() -> None:
    found = figures("Thu ngân sách đạt 15 tỷ đồng. Phường có 11/12 chỉ tiêu đạt và vượt kế hoạch.")
    assert headlines_of(found)[0][0].phrase == "Phường có 11/12 chỉ tiêu đạt và vượt kế hoạch"


def test_a_photo_caption_and_the_invited_are_no_figures() -> None:
    assert figures("Phường trao 12 suất quà.\nẢnh: Trao 12 suất quà cho hộ nghèo") == figures(
        "Phường trao 12 suất quà."
    )
    assert figures("Thành phần: đại diện 120 hộ dân.") == ()


def test_the_titles_figure_counts_only_when_the_body_is_silent() -> None:
    title = "Phường thu ngân sách đạt 58,6% dự toán"
    assert len(read(f"{title}\n\nThu ngân sách đạt 58,6% dự toán năm.").figures) == 1
    assert len(read(f"{title}\n\nHội nghị diễn ra sôi nổi.").figures) == 1
    assert read("Phường gỡ 5 mô hình cũ\n\nHội nghị diễn ra sôi nổi.").figures == ()


@pytest.mark.parametrize("text", ["Lịch tiêm mũi 2 vắc xin cho trẻ em", "Cắt điện từ trụ 31B/82 đến 31B/322 tuyến 4"])
def test_the_turn_of_a_dose_and_a_pole_are_no_figures(text: str) -> None:
    assert read(f"THÔNG BÁO\n{text}.\n{text}.").figures == ()

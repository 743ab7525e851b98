"""Figures in the text's own words: the clause that stands alone, its subject, and what is exact of it."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.figures import GAP, Figure, Wording
from bot.domain.lines import lines_of
from bot.reading.reader import read, to_json
from tests.examples import examples
from tests.unit.reading.test_properties import FAST, PIECES, SEEDLIKE, TEXTS

HEAD = "Tin hoạt động của phường Tân Lộc\n\n"


def phrases(body: str) -> list[str]:
    return [line[0].phrase for line in lines_of(read(HEAD + body).figures)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Hiện 19/24 hộ đã được hỗ trợ sửa nhà.", ["19/24 hộ đã được hỗ trợ sửa nhà"]),
        ("Đêm nay có mưa 80-120mm.", ["Đêm nay có mưa 80-120mm"]),
        ("Phường tuyển 26 thanh niên (24 quân sự, 2 công an).", ["Phường tuyển 26 thanh niên (24 quân sự, 2 công an)"]),
        ("Về tuyển quân: phát 156/160 lệnh, đạt 97,5%.", ["phát 156/160 lệnh, đạt 97,5%"]),
        ("Đổ rác sai chỗ bị phạt từ 15 đến 25 triệu.", ["Đổ rác sai chỗ bị phạt từ 15 đến 25 triệu"]),
        (
            "Số ca sốt xuất huyết 21 ca, giảm 30% so với cùng kỳ.",
            ["Số ca sốt xuất huyết 21 ca, giảm 30% so với cùng kỳ"],
        ),
        ("Ra quân dọn 8 tuyến kênh, vớt 3,5 tấn rác.", ["Ra quân dọn 8 tuyến kênh", "vớt 3,5 tấn rác"]),
        ("Phường cất 9 căn, sửa 04 căn nhà tình thương.", ["Phường cất 9 căn, sửa 04 căn nhà tình thương"]),
        ("Đoàn kiểm tra 15 cơ sở, đình chỉ 2 cơ sở.", ["Đoàn kiểm tra 15 cơ sở", "đình chỉ 2 cơ sở"]),
        ("Số thôn giảm từ 21 thôn xuống còn 18 thôn.", ["Số thôn giảm từ 21 thôn xuống còn 18 thôn"]),
        ("Đàn bò: 420 con; đàn dê: 90 con.", ["Đàn bò: 420 con", "đàn dê: 90 con"]),
        ("Diện tích trồng: lúa 80 ha, ngô 25 ha.", ["Diện tích trồng: lúa 80 ha, ngô 25 ha"]),
        (
            "Khen 62 gia đình “5 không, 3 sạch” tiêu biểu.",
            ["Khen 62 gia đình “5 không, 3 sạch” tiêu biểu"],
        ),
        (
            "Hội tặng 30 suất quà cho hộ nghèo, hộ cận nghèo và hộ khó khăn.",
            ["Hội tặng 30 suất quà cho hộ nghèo, hộ cận nghèo và hộ khó khăn"],
        ),
        ("Tổng thu đạt 1. 357 tỷ đồng, tăng 13,4%.", ["Tổng thu đạt 1. 357 tỷ đồng, tăng 13,4%"]),
        ("Báo cáo cho biết tỷ lệ hộ nghèo còn 1,8%.", ["tỷ lệ hộ nghèo còn 1,8%"]),
        (
            "Hội trao 15 suất học bổng cho học sinh nghèo, hiếu học với tổng kinh phí 30 triệu đồng.",
            ["Hội trao 15 suất học bổng cho học sinh nghèo, hiếu học với tổng kinh phí 30 triệu đồng"],
        ),
        ("Nhờ bà con đồng lòng, 90% hộ phân loại rác, có thùng riêng.", ["90% hộ phân loại rác, có thùng riêng"]),
        ("Trao 20 suất quà cho trẻ mồ côi ở các khóm: Một, Hai và Ba.", ["Trao 20 suất quà cho trẻ mồ côi"]),
        ("Về văn hóa - giáo dục, phường có 3 trường chuẩn quốc gia.", ["phường có 3 trường chuẩn quốc gia"]),
        (
            "Giá trị sản xuất công nghiệp, tiểu thủ công nghiệp, xây dựng đạt 45 tỷ đồng; thương mại đạt 31 tỷ đồng.",
            [
                "Giá trị sản xuất công nghiệp, tiểu thủ công nghiệp, xây dựng đạt 45 tỷ đồng",
                "Giá trị sản xuất … thương mại đạt 31 tỷ đồng",
            ],
        ),
        (
            "Đường sạt lở 4 điểm, tổng chiều dài 60 m, khối lượng đất khoảng 300 m3.",
            ["Đường sạt lở 4 điểm, tổng chiều dài 60 m, khối lượng đất khoảng 300 m3"],
        ),
        (
            "Năng suất lúa đạt 6,1 tấn/ha, tăng 0,2 tấn/ha so với vụ trước; sản lượng 2.400 tấn.",
            ["Năng suất lúa đạt 6,1 tấn/ha, tăng 0,2 tấn/ha so với vụ trước; sản lượng 2.400 tấn"],
        ),
        ("Cây chè 90 ha; cây bưởi 40 ha, đang cho quả 15 ha.", ["Cây chè 90 ha", "cây bưởi 40 ha, đang cho quả 15 ha"]),
        (
            "Họp tại nhà văn hóa (27 Trần Hưng Đạo), có 40 người dự.",
            ["Họp tại nhà văn hóa (27 Trần Hưng Đạo), có 40 người dự"],
        ),
        ("Trạm Cầu Đá 2, tổ 5, 6, 7 khóm Mỹ Lợi có 30 hộ.", ["Trạm Cầu Đá 2, tổ 5, 6, 7 khóm Mỹ Lợi có 30 hộ"]),
        (
            "Do bão số 4, từ trưa 02/9/2026 xã có mưa rất to, riêng hai ngày 3 và 4/9 lượng mưa đo được 160 mm.",
            ["hai ngày 3 và 4/9 lượng mưa đo được 160 mm"],
        ),
        ("- 15 hộ được vay vốn;\n- 20 hộ thoát nghèo.", ["15 hộ được vay vốn", "20 hộ thoát nghèo"]),
    ],
)
def test_a_phrase_is_the_shortest_clause_that_stands_alone(sentence: str, expected: list[str]) -> None:
    assert phrases(sentence) == expected


NOTICE = "THÔNG BÁO\nVề việc hỗ trợ người bị thiên tai\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Mức hỗ trợ 300.000 đồng/người/tháng, không quá 02 tháng.",
            ["Mức hỗ trợ 300.000 đồng/người/tháng, không quá 02 tháng"],
        ),
        (
            "- Đến nay xã đã nhận 120 đơn, chi cho 98 hộ với số tiền 196 triệu đồng.",
            ["Đến nay xã đã nhận 120 đơn, chi cho 98 hộ với số tiền 196 triệu đồng"],
        ),
        (
            "Dự báo từ đêm 02/12/2026 có mưa to, lượng mưa 60 - 90 mm.",
            ["Dự báo từ đêm 02/12/2026 có mưa to, lượng mưa 60 - 90 mm"],
        ),
        (
            "Hộ nghèo được ngân sách hỗ trợ 80%, hộ cận nghèo hỗ trợ 40%.",
            ["Hộ nghèo được ngân sách hỗ trợ 80%, hộ cận nghèo hỗ trợ 40%"],
        ),
        (
            "Mức chi cho mỗi nhà hư hỏng:\nHạng một: 2.000.000 đồng\nHạng hai: 1.200.000 đồng (60%)",
            [
                f"Mức chi cho mỗi nhà hư hỏng{GAP}Hạng một: 2.000.000 đồng",
                f"Mức chi cho mỗi nhà hư hỏng{GAP}Hạng hai: 1.200.000 đồng (60%)",
            ],
        ),
    ],
)
def test_a_sentence_of_a_notice_is_one_line_that_loses_no_limit_doer_or_date(body: str, expected: list[str]) -> None:
    assert [line[0].phrase for line in lines_of(read(NOTICE + body).figures)] == expected


def test_a_list_of_deeds_and_of_what_they_are_about_stays_whole() -> None:
    assert phrases("Tổ đã nhắc 12 quán, lập biên bản 3 quán, gỡ 40 tờ rơi, dọn 2 bãi rác.") == [
        "Tổ đã nhắc 12 quán, lập biên bản 3 quán, gỡ 40 tờ rơi, dọn 2 bãi rác"
    ]
    assert phrases("Phường nhận 09 ý kiến về các vấn đề như: thoát nước, chiếu sáng.") == [
        "Phường nhận 09 ý kiến về các vấn đề như: thoát nước, chiếu sáng"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Yêu cầu 25 hộ ở bản Lọng ra khỏi vùng sạt lở trước 16 giờ hôm nay.",
        "Đề nghị mỗi gia đình cử 01 người đi dọn mương.",
        "Mỗi nhà 2 phần thôi ạ.",
    ],
)
def test_an_order_or_a_chat_is_no_headline(body: str) -> None:
    assert all(one.rank is None for one in read(NOTICE + body).figures)


def test_few_lines_stand_as_the_text_tells_them() -> None:
    body = "Đầu năm xã có 80 hộ nghèo. Cuối năm giảm còn 2,1%. Ngân hàng cho vay 3 tỷ đồng."
    figures = sorted(read(HEAD + body).figures, key=lambda one: one.rank or 0)
    assert [one.phrase for one in figures] == body.removesuffix(".").split(". ")


def test_a_clause_without_a_subject_has_it_put_before() -> None:
    body = (
        "Thu ngân sách nhà nước trên địa bàn phường được Đảng ủy và Ủy ban nhân dân phường tập trung chỉ đạo ngay từ "
        "những ngày đầu năm với nhiều giải pháp đồng bộ và quyết liệt, tăng 23,7%."
    )
    assert phrases(body) == [f"Thu ngân sách nhà nước trên địa bàn phường{GAP}tăng 23,7%"]


def test_what_rises_is_the_part_that_was_told_last() -> None:
    body = (
        "Tổng giá trị sản xuất ước được 196 tỷ đồng, đạt 51% kế hoạch năm; trong đó giá trị sản xuất nông nghiệp và "
        "nuôi trồng thủy sản ước trên 22 tỷ đồng, tăng 6,4% so với cùng kỳ năm 2025."
    )
    assert (
        phrases(body)[-1] == "giá trị sản xuất nông nghiệp và nuôi trồng thủy sản … tăng 6,4% so với cùng kỳ năm 2025"
    )


@pytest.mark.parametrize(
    ("body", "planned"),
    [
        ("Vắng mặt sẽ bị phạt tiền 5 triệu đồng.", False),
        ("Chưa nộp sẽ bị tính tiền chậm nộp 0,03%/ngày.", False),
        ("Vốn huy động đạt 108% kế hoạch đề ra, vốn của dân đóng góp 12 tỷ đồng.", False),
        ("Phường phấn đấu thu 12 tỷ đồng.", True),
    ],
)
def test_a_fine_and_what_is_measured_against_a_plan_are_no_targets(body: str, planned: bool) -> None:
    assert [one.is_target for one in read(HEAD + body).figures][-1] is planned


def test_a_share_stands_with_the_ratio_that_it_follows_from() -> None:
    body = "Công an làm rõ 8/9 vụ, bắt giữ 11 đối tượng, đạt tỷ lệ 88,9%."
    assert phrases(body) == ["Công an làm rõ 8/9 vụ", "bắt giữ 11 đối tượng", "Công an làm rõ 8/9 vụ … đạt tỷ lệ 88,9%"]


def test_people_who_died_stand_before_any_sum() -> None:
    figures = read(HEAD + "Thiệt hại ước 27 tỷ đồng. Lũ làm 01 người chết. Gia súc chết 400 con.").figures
    assert [one.phrase for one in sorted(figures, key=lambda one: one.rank or 0)] == [
        "Lũ làm 01 người chết",
        "Thiệt hại ước 27 tỷ đồng",
        "Gia súc chết 400 con",
    ]


def test_a_long_clause_ends_with_an_ellipsis_and_never_inside_a_bracket_or_a_quotation() -> None:
    body = "Phường trao 45 suất quà " + "cho các hộ nghèo ở khóm xa trung tâm " * 6 + "nhân dịp Tết."
    (phrase,) = phrases(body)
    assert phrase.startswith("Phường trao 45 suất quà")
    assert phrase.endswith(" …")
    assert len(phrase) < 160


def test_a_tables_row_is_told_from_its_cells_and_marked_so() -> None:
    body = (
        "STT\tChỉ tiêu\tĐVT\tKế hoạch năm 2026\tThực hiện 6 tháng\tTỷ lệ %\n"
        "1\tThu ngân sách\tTỷ đồng\t31,2\t16,4\t52,6\n"
        "2\tHộ thoát nghèo\tHộ\t40\t31\t77,5\n"
    )
    figures = read(HEAD + body).figures
    assert {one.phrase for one in figures} == {
        "Thu ngân sách: 16,4/31,2 tỷ đồng (52,6%)",
        "Hộ thoát nghèo: 31/40 hộ (77,5%)",
    }
    assert {one.wording for one in figures} == {Wording.ROW}


def test_the_json_has_each_figures_phrase_and_whose_words_it_is() -> None:
    figures = to_json(read(HEAD + "Phường trao 45 suất quà."))["figures"]
    assert isinstance(figures, list)
    assert [(one["phrase"], one["wording"]) for one in figures] == [("Phường trao 45 suất quà", "text")]


def is_exact(phrase: str, text: str) -> bool:
    """Whether a phrase is a piece of the text but for its ellipsis and for a subject put before it."""
    forms = [phrase, phrase.removesuffix(" …")]
    for form in forms:
        if form in text:
            return True
        for gap in re.finditer(re.escape(GAP), form):
            if form[: gap.start()] in text and form[gap.end() :] in text:
                return True
    return False


def check(text: str) -> None:
    for figure in read(text).figures:
        assert figure.phrase
        if figure.wording is Wording.TEXT:
            assert is_exact(figure.phrase, text)


CLAUSES = st.lists(
    st.sampled_from(
        [
            *("Thu ngân sách", "đạt 103,9% dự toán", "tăng 8%", "trao 45 suất quà", "trong đó", "12/14 chi bộ", "và"),
            *("với số tiền gần 2,6 tỉ đồng", "hộ nghèo", "(99,5%)", "“5 không, 3 sạch”", "mỗi suất 500.000 đồng"),
            *("lúa 120 ha", "Diện tích", "cho biết", "xã đã", "sửa 02 căn nhà", "từ 25 đến 35 triệu", "\n- ", "…", "("),
            *(", ", "; ", ": ", ". ", " – ", "”", "\u200b", "tuyến đường hoa do chị em phụ nữ tự quản " * 4),
        ]
    ),
    max_size=40,
).map(" ".join)


@given(st.one_of(TEXTS, CLAUSES))
@example(SEEDLIKE)
@example(unicodedata.normalize("NFD", SEEDLIKE).replace(" ", "\u00a0"))
@FAST
def test_every_phrase_is_exact_but_for_its_marks(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from([*PIECES, ", ", "; ", ": ", "đạt ", "trao "]), max_size=80).map(" ".join))
@examples(80)
def test_every_phrase_of_odd_texts_is_exact_too(text: str) -> None:
    check(text)


def numbers(figure: Figure) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", figure.quote))


@given(CLAUSES)
@FAST
def test_every_phrase_holds_its_figures_numbers_whole(text: str) -> None:
    for figure in read(text).figures:
        assert numbers(figure) <= set(re.findall(r"\d+(?:[.,]\d+)*", figure.phrase))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (
            "- Ước thu từ hoa màu : 12.200.000đ (Mười hai triệu, hai trăm nghìn đồng)",
            "Ước thu từ hoa màu : 12.200.000đ",
        ),
        ("- Cây khoai: 30 ha, bằng cùng kỳ, đạt 100% KH năm.", "Cây khoai: 30 ha, bằng cùng kỳ, đạt 100% KH năm"),
        ("- Cây mè: Diện tích gieo trồng 33 ha, năng suất đạt 30 tạ/ha.", "Cây mè: Diện tích gieo trồng 33 ha"),
        ("Chi ngân sách đạt 5 tỷ đồng, kết quả cụ thể như sau:", "Chi ngân sách đạt 5 tỷ đồng"),
    ],
)
def test_a_phrase_keeps_the_name_it_is_of_and_ends_with_its_figure(text: str, phrase: str) -> None:
    figures = read(f"BÁO CÁO\nKết quả năm 2026\n{text}").figures
    assert all(one.phrase.startswith(phrase) for one in figures)
    assert not any(one.phrase.endswith("như sau") for one in figures)


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("Phong trào mang lại hiệu quả thiết thực, có 16/30 chỉ tiêu đạt và vượt.", "có 16/30 chỉ tiêu đạt và vượt"),
        ("Nhân dân đã cung cấp gần 50 tin cho công an.", "cung cấp gần 50 tin cho công an"),
        ("Chi ngân sách đạt 5 tỷ đồng, giảm 8% so với năm 2025 cụ thể như sau:", "giảm 8% so với năm 2025"),
    ],
)
def test_a_phrase_is_cut_at_no_half_of_a_word_and_opens_with_no_other_matter(sentence: str, phrase: str) -> None:
    told = read(f"BÁO CÁO\nKết quả năm 2026\n{sentence}").figures[0].phrase
    assert told.endswith(phrase)
    assert phrase.startswith("có") <= (told == phrase)

"""A post's text without the heading that its message says already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.heading import below_title, besides

LETTER = (
    "UBND PHƯỜNG LỘC AN   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 9/UBND   Độc lập - Tự do - Hạnh phúc\n"
    "V/v dọn vệ sinh đón Tết\n\nKính gửi: Các khóm.\nĐề nghị các khóm dọn vệ sinh."
)


@pytest.mark.parametrize(
    ("body", "title", "below"),
    [
        ("Cúp nước hẻm 9\n\nTừ 8 giờ.", "Cúp nước hẻm 9", "Từ 8 giờ."),
        ("THÔNG BÁO\nVề việc cúp nước\nhẻm 9\n-----\nTừ 8 giờ.", "Về việc cúp nước hẻm 9", "Từ 8 giờ."),
        ("THÔNG BÁO\nV/v cúp nước\nTừ 8 giờ.", "Cúp nước", "Từ 8 giờ."),
        ("📢 Cúp nước 📢\nTừ 8 giờ.", "Cúp nước", "Từ 8 giờ."),
        ("KẾT LUẬN\ncủa Chủ tịch phường\n1. Việc một.", "Kết luận của Chủ tịch phường", "1. Việc một."),
        ("Cúp nước\n12/11/2026\nCúp nước\nTừ 8 giờ.", "Cúp nước", "Từ 8 giờ."),
        ("Cúp nước hẻm 9. Bà con trữ nước.", "Cúp nước hẻm 9.", "Bà con trữ nước."),
        ("Cúp nước", "Cúp nước", ""),
        (LETTER, "Dọn vệ sinh đón Tết", "Kính gửi: Các khóm.\nĐề nghị các khóm dọn vệ sinh."),
        ("Từ 8 giờ cúp nước.", "Tin của phường", "Từ 8 giờ cúp nước."),
        ("Hôm nay\nphường ta mở hội xuân và kính mời bà con khắp các khóm đến dự đông đủ nhé", "Hội xuân", None),
    ],
)
def test_the_heading_goes_and_nothing_else(body: str, title: str, below: str | None) -> None:
    assert below_title(body, title) == (body if below is None else below)


def test_the_whole_text_of_a_letter_keeps_its_head() -> None:
    assert below_title(LETTER, "Dọn vệ sinh đón Tết", whole=True) == LETTER


@given(st.text(alphabet="ab \n.", max_size=60), st.text(alphabet="ab ", max_size=12))
def test_what_is_left_is_the_end_of_the_text(body: str, title: str) -> None:
    assert body.strip().endswith(below_title(body, title))


@pytest.mark.parametrize(
    ("body", "told", "left"),
    [
        (
            "Khóm mời bà con.\n1. Thời gian: 8h ngày 02/12\n2. Địa điểm:\n- Đình Trung\n- Chùa Ông\nNhớ mang sổ.",
            ["8h ngày 02/12", "Đình Trung", "Chùa Ông"],
            "Khóm mời bà con.\nNhớ mang sổ.",
        ),
        ("Trạm tiêm như sau:\n- Khóm 1: 02/12;\n- Khóm 2: 03/12.", ["Khóm 1: 02/12", "Khóm 2: 03/12"], ""),
        ("Lý do: sửa ống. Từ 8h.\nĐịa điểm: Đình, hẻm 9", ["Đình"], "Lý do: sửa ống. Từ 8h.\nĐịa điểm: Đình, hẻm 9"),
        ("Dòng một\n\nDòng hai", [], "Dòng một\n\nDòng hai"),
        (
            "Kính mời bà con khóm 3 dự họp lúc 19 giờ tại đình. Mong bà con đến đủ.\nXin cảm ơn.",
            ["Kính mời bà con khóm 3 dự họp lúc 19 giờ tại đình"],
            "Mong bà con đến đủ.\nXin cảm ơn.",
        ),
        ("Phường yêu cầu:\n1. Các hộ dọn sạch rác trước nhà.", ["Các hộ dọn sạch rác trước nhà"], ""),
        ("Đừng quên. Mang theo sổ tiêm.", ["Đừng quên"], "Đừng quên. Mang theo sổ tiêm."),
        ("Lịch\n\nTT\tKhóm\tNgày\n1\tKhóm 1\t02/12\n2\tKhóm 2\t03/12", ["Khóm 1\t02/12", "Khóm 2\t03/12"], "Lịch"),
        ("Lịch\nKhóm\tThứ\nKhóm 1\tthứ Hai\nHết", ["Khóm 1\tthứ Hai"], "Lịch\nHết"),
        (
            "Khóm\tNgày\nKhóm 1\t02/12\nKhóm 2\t03/12\nKhóm 3\t04/12",
            ["Khóm 1\t02/12"],
            "Khóm\tNgày\nKhóm 2\t03/12\nKhóm 3\t04/12",
        ),
        ("Quà\tSố\nGạo\t5 kg\nKhóm 1\t02/12", ["Khóm 1\t02/12"], "Quà\tSố\nGạo\t5 kg"),
    ],
)
def test_lines_that_say_only_what_was_told_go_and_all_others_stay(body: str, told: list[str], left: str) -> None:
    assert besides(body, told) == left

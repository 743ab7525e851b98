"""What stands around an official paper's text is left out of what residents get, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.frame import without
from bot.domain.heading import below_title
from bot.reading.reader import frame_of, read

HEAD = (
    "ỦY BAN NHÂN DÂN\nPHƯỜNG LỘC AN\nSố: 41/TB-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\n---------------\nLộc An, ngày 25 tháng 11 năm 2026\n\n"
)
TITLE = "THÔNG BÁO\nVề việc tiêm vắc xin sởi\n\n"
TEXT = "Trạm Y tế phường tiêm vắc xin sởi cho trẻ.\nThời gian: 7 giờ 30 ngày 05/12/2026.\nĐịa điểm: Trạm Y tế phường."
COPIES = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT."
SIGNED = "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nNguyễn Văn An"
FOREMAN = "\n\nTRƯỞNG KHÓM 3\n(đã ký)\nLê Văn Tám"


def told(text: str) -> str:
    return below_title(without(text, frame_of(text)), read(text).title)


@pytest.mark.parametrize("head", ["", HEAD, HEAD.replace("\n", "\r\n"), HEAD.replace("Hòa", "Hoà")])
@pytest.mark.parametrize("tail", ["", COPIES, SIGNED, COPIES + SIGNED, FOREMAN])
def test_a_paper_is_told_without_its_letterhead_copies_and_signatures(head: str, tail: str) -> None:
    assert told(head + TITLE + TEXT + tail) == TEXT


def test_an_official_letter_keeps_whom_it_is_for() -> None:
    letter = (
        "ỦY BAN NHÂN DÂN\nXÃ AN PHÚ ĐÔNG\nSố: 12/UBND-VX CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "V/v dọn vệ sinh đón Tết Độc lập - Tự do - Hạnh phúc\nAn Phú Đông, ngày 25 tháng 01 năm 2027\n"
        "Kính gửi: Trưởng các thôn.\nĐề nghị các thôn dọn vệ sinh trước ngày 04/02/2027."
    )
    assert told(letter) == "Kính gửi: Trưởng các thôn.\nĐề nghị các thôn dọn vệ sinh trước ngày 04/02/2027."


@pytest.mark.parametrize(
    "text",
    [
        "Thông báo cúp điện\n\nĐiện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026.",
        "KHẨN: BÃO SỐ 14\n\nBÀ CON DI DỜI NGAY ĐẾN TRƯỜNG LÊ LỢI.",
        "Nơi nhận hồ sơ: Bộ phận một cửa.\nSố điện thoại: 0296 3841 000.",
        "LỊCH TRỰC\n\nCHỦ TỊCH: thứ Hai\nPHÓ CHỦ TỊCH: thứ Ba",
        "Mời họp\n\nTRƯỞNG KHÓM mời bà con đến họp lúc 19 giờ ngày 05/12/2026.",
        "Số lượng: 30 suất quà\nThời gian: 8 giờ ngày 05/12/2026\nĐịa điểm: UBND phường",
    ],
)
def test_an_ordinary_text_is_left_whole(text: str) -> None:
    assert frame_of(text) == ()


@given(st.text(alphabet="Aa \n.:ỦY" + "Số", max_size=200), st.sampled_from([HEAD, SIGNED, COPIES, ""]))
def test_spans_are_apart_in_order_and_inside_whatever_the_text(text: str, part: str) -> None:
    whole = part + text + part
    at = 0
    for start, end in frame_of(whole):
        assert at <= start < end <= len(whole)
        at = end
    assert without(whole, frame_of(whole)).strip() or not whole.strip()


def test_where_nothing_would_be_left_all_of_it_stays() -> None:
    assert without("Nơi nhận: Lưu VT", ((0, 16),)) == "Nơi nhận: Lưu VT"

"""What a notice lacks, with texts that must be asked and texts that must not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures import AT_POSTING
from bot.domain.posts import Kind
from bot.reading.doubts.notices import lacks_of
from bot.reading.reader import read, to_json
from tests.unit.reading.test_properties import FAST, TEXTS

PLACE, TIME, END = "missing-place", "missing-time", "missing-end"


def codes(text: str, day: date | None = None) -> list[str]:
    return [one.code.value for one in lacks_of(text, Kind.ANNOUNCEMENT, day)]


ASKED = [
    ([PLACE], "Thông báo họp khóm\n\nKính mời bà con họp khóm lúc 19 giờ ngày 25/11/2026."),
    ([PLACE], "Kính mời bà con dự họp tổ dân phố lúc 19h00 ngày 25-11-2026."),
    ([PLACE], "Thông báo cúp nước\n\nKính báo việc cúp nước ngày 25/11/2026, từ 8 giờ đến 11 giờ."),
    ([PLACE], "Thông báo tiêm chủng\n\nTrạm tổ chức tiêm chủng cho trẻ dưới 5 tuổi sáng ngày 25/11/2026."),
    ([PLACE], "GIẤY MỜI\n\nTrân trọng kính mời ông, bà đến dự lễ khánh thành lúc 8 giờ ngày 25/11/2026."),
    ([PLACE], "TỔ CHỨC HỘI XUÂN\n\nPhường tổ chức hội xuân ngày 25/01/2027, từ 18 giờ."),
    ([TIME], "Thông báo\n\nMời bà con đến khám bệnh miễn phí tại trạm y tế."),
    ([TIME], "Thông báo họp dân\n\nMời bà con họp dân tại nhà văn hóa khóm 3 ngày 25/11/2026."),
    ([TIME], "Thông báo họp dân\n\nMời bà con họp dân lúc 19 giờ tại nhà văn hóa khóm 3."),
    (
        [TIME],
        "Mỹ Bình, ngày 20 tháng 11 năm 2026\n\nTHÔNG BÁO\nTổ chức hiến máu\n\nMời bà con tham gia tại hội trường.",
    ),
    (
        [TIME],
        "Thông báo hội xuân\n\nTheo Kế hoạch số 5/KH-UBND ngày 02/01/2027, phường tổ chức hội xuân tại công viên.",
    ),
    ([TIME], "Lịch tiếp công dân\n\nChủ tịch UBND phường tiếp công dân tại trụ sở."),
    ([PLACE, TIME], "Thông báo tiêm chủng\n\nTrạm tổ chức tiêm chủng cho trẻ dưới 5 tuổi."),
    ([END], "Thông báo cúp điện\n\nĐiện lực cúp điện hẻm 47 ngày 25/11/2026 từ 8 giờ."),
    ([END], "Thông báo cúp điện\n\nĐiện lực cúp điện hẻm 47 ngày 25-11-2026 từ 8 giờ."),
    ([END], "Thông báo tạm ngừng cấp nước\n\nKhu phố 4 tạm ngừng cấp nước từ 22 giờ ngày 25/11/2026."),
    ([END], "Thông báo cấm đường\n\nCấm đường Lê Lợi từ ngày 25/11/2026 để thi công."),
    ([END], "Thông báo ngừng cung cấp điện\n\nChiều ngày 25/11/2026 ngừng cung cấp điện đường Trần Phú."),
    ([END], "Thông báo cấm xe\n\nSáng 25/11/2026 cấm xe qua cầu Cái Sơn."),
    ([PLACE, TIME, END], "Thông báo cúp điện\n\nĐiện lực sẽ cúp điện, mong bà con thông cảm."),
]


@pytest.mark.parametrize(("wanted", "text"), ASKED)
def test_what_a_notice_lacks_is_asked(wanted: list[str], text: str) -> None:
    assert codes(text) == wanted
    assert all(quote in text for one in lacks_of(text, Kind.ANNOUNCEMENT) for quote in one.quotes)


QUIET = [
    "Thông báo cúp điện\n\nĐiện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026.",
    "Thông báo cúp điện\n\nCúp điện toàn phường cả ngày chủ nhật.",
    "Thông báo cúp nước\n\nCúp nước khu vực chợ từ 7h30 - 16h30 ngày 25-11-2026.",
    "Thông báo cúp nước đột xuất\n\nHiện đang cúp nước đường Lê Lợi, đến khi khắc phục xong sự cố.",
    "Thông báo cấm đường\n\nCấm đường Lê Lợi từ ngày 25/11/2026 đến ngày 27/11/2026.",
    "Thông báo cúp điện\n\nTổ 5 cúp điện lúc 8 giờ ngày 25/11/2026, trong khoảng 3 giờ.",
    "Thông báo cúp điện\n\nCúp điện tuần này theo lịch đính kèm.",
    "Họp khóm\n\nSáng ngày 08-7, khóm 3 họp dân.",
    "Thông báo họp dân\n\nMời bà con họp dân lúc 19 giờ thứ bảy tại nhà văn hóa.",
    "Thông báo họp trực tuyến\n\nMời phụ huynh dự họp qua Zoom, 19 giờ tối mai.",
    "Lịch tiếp công dân\n\nChủ tịch UBND phường tiếp công dân vào thứ năm hằng tuần tại trụ sở.",
    "Thông báo tiêm chủng\n\nTiêm chủng tại trạm y tế, ngày 25 hằng tháng.",
    "Thông báo hội xuân\n\nPhường tổ chức hội xuân từ ngày 22 đến ngày 24/02/2027.\nĐịa điểm: Công viên.",
    "Khuyến cáo tiêm phòng\n\nBà con nên tiêm phòng cúm hằng năm.",
    "Thông báo phòng bão\n\nĐề phòng mất điện khi có bão, bà con sạc điện thoại.",
    "Thông báo thu phí rác\n\nMời bà con đóng phí rác tháng 11.",
    "Thông báo\n\nKính mời bà con đóng góp ý kiến cho phương án sắp xếp khóm.",
    "Thông báo mời thầu\n\nUBND phường mời thầu sửa đường.",
    "Thông báo hoãn họp dân\n\nHoãn họp dân vì mưa bão.",
    "Cảm ơn bà con\n\nBà con đã dự họp khóm rất đông.",
    "Thông báo có điện trở lại\n\nSau khi cúp điện, nay đã có điện.",
    "Thông báo cảnh báo lừa đảo\n\nKẻ gian báo cúp điện rồi đòi tiền.",
    "Thông báo\n\nTrẻ tiêu chảy dễ mất nước, cần cho uống đủ.",
    "Thông báo tìm chủ\n\nAi bị mất điện thoại xin liên hệ công an phường.",
    "Thông báo kết quả họp khóm\n\nCuộc họp khóm thống nhất mức đóng góp.",
    "Thông báo khẩn\n\nSơ tán ngay.",
    "",
]


@pytest.mark.parametrize("text", QUIET)
def test_what_says_enough_or_invites_nobody_is_not_asked(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ANNOUNCEMENT])
def test_only_announcements_are_asked(kind: Kind) -> None:
    assert lacks_of("Điện lực sẽ cúp điện.", kind) == ()


def test_a_day_given_by_hand_tells_when_and_the_hour_of_a_meeting_is_still_asked() -> None:
    invited = "Thông báo hội xuân\n\nPhường tổ chức hội xuân tại công viên."
    met = "Thông báo họp dân\n\nMời bà con họp dân tại nhà văn hóa."
    issued = "Mỹ Bình, ngày 20 tháng 11 năm 2026\n\n" + invited
    assert codes(invited) == codes(issued) == codes(issued, date(2026, 11, 20)) == [TIME]
    assert codes(invited, date(2027, 1, 25)) == codes(issued, date(2027, 1, 25)) == []
    assert codes(met, date(2027, 1, 25)) == [TIME]


def test_the_quote_is_the_clause_that_announces() -> None:
    text = "Thông báo: Điện lực sẽ cúp điện để sửa lưới, mong bà con thông cảm."
    assert {one.quotes for one in lacks_of(text, Kind.ANNOUNCEMENT)} == {("Điện lực sẽ cúp điện để sửa lưới",)}


@pytest.mark.parametrize(("_wanted", "text"), ASKED)
def test_reading_alone_asks_none_of_it(_wanted: list[str], text: str) -> None:
    reading = to_json(read(text))
    assert not {one.value for one in AT_POSTING} & {one["code"] for one in reading["warnings"]}  # type: ignore[attr-defined]


PIECES = [word for _, text in ASKED for word in text.split(" ")]
NOTICES = st.one_of(TEXTS, st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))


@given(NOTICES, st.none() | st.dates())
@FAST
def test_any_text_is_asked_without_an_error_and_quoted_exactly(text: str, day: date | None) -> None:
    for one in lacks_of(text, Kind.ANNOUNCEMENT, day):
        assert one.code in AT_POSTING
        assert all(quote and quote in text for quote in one.quotes)

"""When to send, as officials type it; the table's present is Tuesday 24 November 2026, 10:00."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.reading.moments import Due, parse_due

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=VIETNAM)

READ = [
    # hours of today and of the days around
    ("8h sáng mai", "25/11/2026 08:00"),
    ("8h sang mai", "25/11/2026 08:00"),
    ("8H SÁNG MAI", "25/11/2026 08:00"),
    ("8hsang mai", "25/11/2026 08:00"),
    ("８h sang mai", "25/11/2026 08:00"),
    ("8h\u200b sáng mai", "25/11/2026 08:00"),
    ("sáng mai 8h", "25/11/2026 08:00"),
    ("mai 8h sáng", "25/11/2026 08:00"),
    ("8giờ sáng mai", "25/11/2026 08:00"),
    ("8 giờ sáng mai", "25/11/2026 08:00"),
    ("lúc 8h sáng mai", "25/11/2026 08:00"),
    ("vào lúc 8h, sáng mai", "25/11/2026 08:00"),
    ("8h buổi sáng mai", "25/11/2026 08:00"),
    ("8h30 tối nay", "24/11/2026 20:30"),
    ("8h30 toi nay", "24/11/2026 20:30"),
    ("8h30toi nay", "24/11/2026 20:30"),
    ("tối nay 8h30", "24/11/2026 20:30"),
    ("20h30 tối nay", "24/11/2026 20:30"),
    ("20g30 tối nay", "24/11/2026 20:30"),
    ("20h30 hôm nay", "24/11/2026 20:30"),
    ("tối nay lúc 8 giờ rưỡi", "24/11/2026 20:30"),
    ("8h rưỡi tối nay", "24/11/2026 20:30"),
    ("8 giờ 30 phút tối nay", "24/11/2026 20:30"),
    ("8h30' tối nay", "24/11/2026 20:30"),
    ("8h30p tối nay", "24/11/2026 20:30"),
    ("7 giờ 5 phút sáng mai", "25/11/2026 07:05"),
    ("ngày mai 7 giờ", "25/11/2026 07:00"),
    ("ngay mai 7 gio", "25/11/2026 07:00"),
    ("ngày mai 7:15", "25/11/2026 07:15"),
    ("hôm nay 15h", "24/11/2026 15:00"),
    ("bữa nay 15h", "24/11/2026 15:00"),
    ("chiều mai 2h", "25/11/2026 14:00"),
    ("chieu mai 2h", "25/11/2026 14:00"),
    ("2h chiều mai", "25/11/2026 14:00"),
    ("14h chiều mai", "25/11/2026 14:00"),
    ("5h chiều nay", "24/11/2026 17:00"),
    ("6h tối nay", "24/11/2026 18:00"),
    ("trưa nay 11h30", "24/11/2026 11:30"),
    ("trua nay 11h30", "24/11/2026 11:30"),
    ("12h trưa mai", "25/11/2026 12:00"),
    ("1h trưa mai", "25/11/2026 13:00"),
    ("9h đêm nay", "24/11/2026 21:00"),
    ("7h30ph sáng mai", "25/11/2026 07:30"),
    ("8 sáng mai", "25/11/2026 08:00"),
    ("đúng 6h sáng sớm mai", "25/11/2026 06:00"),
    ("mốt 6h sáng", "26/11/2026 06:00"),
    ("mot 6h sang", "26/11/2026 06:00"),
    ("6h sáng mốt", "26/11/2026 06:00"),
    ("ngày mốt 6h", "26/11/2026 06:00"),
    ("ngày kia 6h", "26/11/2026 06:00"),
    ("6h sáng ngày kia", "26/11/2026 06:00"),
    ("8h", "24/11/2026 08:00"),
    ("15h", "24/11/2026 15:00"),
    ("15:30", "24/11/2026 15:30"),
    ("0h", "24/11/2026 00:00"),
    ("8h tối", "24/11/2026 20:00"),
    ("8h toi", "24/11/2026 20:00"),
    ("2h chiều", "24/11/2026 14:00"),
    ("2 ngày nữa 8h", "26/11/2026 08:00"),
    ("8h sau 3 ngày", "27/11/2026 08:00"),
    # weekdays
    ("7h thứ hai tuần sau", "30/11/2026 07:00"),
    ("thứ hai tuần sau 7h", "30/11/2026 07:00"),
    ("thu 2 tuan sau 7h", "30/11/2026 07:00"),
    ("thu2 tuan sau 7h", "30/11/2026 07:00"),
    ("thu hai tuan sau 7h", "30/11/2026 07:00"),
    ("THỨ HAI TUẦN SAU 7H", "30/11/2026 07:00"),
    ("tuần sau thứ hai 7h", "30/11/2026 07:00"),
    ("thứ 2 7h tuần sau", "30/11/2026 07:00"),
    ("t2 tuần sau 7h", "30/11/2026 07:00"),
    ("thứ hai tuần tới 7h", "30/11/2026 07:00"),
    ("thu hai tuan toi 7h", "30/11/2026 07:00"),
    ("sáng thứ hai tuần sau 7h", "30/11/2026 07:00"),
    ("7h sáng thứ hai tuần sau", "30/11/2026 07:00"),
    ("thứ hai tới 7h", "30/11/2026 07:00"),
    ("thứ hai 7h", "30/11/2026 07:00"),
    ("7h thứ 2", "30/11/2026 07:00"),
    ("chủ nhật này 19h", "29/11/2026 19:00"),
    ("chu nhat nay 19h", "29/11/2026 19:00"),
    ("CN này 19h", "29/11/2026 19:00"),
    ("chủ nhật 19h", "29/11/2026 19:00"),
    ("7h tối chủ nhật", "29/11/2026 19:00"),
    ("chủ nhật tuần sau 19h", "06/12/2026 19:00"),
    ("thứ tư 8h", "25/11/2026 08:00"),
    ("thứ năm 8h", "26/11/2026 08:00"),
    ("thứ sáu 8h", "27/11/2026 08:00"),
    ("thứ bảy 8h", "28/11/2026 08:00"),
    ("thứ 7 7h", "28/11/2026 07:00"),
    ("thứ 7 này 7h", "28/11/2026 07:00"),
    ("chiều thứ sáu 3h", "27/11/2026 15:00"),
    ("thứ ba 15h", "24/11/2026 15:00"),
    ("thứ ba 8h", "01/12/2026 08:00"),
    ("thứ ba tới 15h", "01/12/2026 15:00"),
    ("thứ ba tuần này 8h", "24/11/2026 08:00"),
    ("thứ hai tuần này 8h", "23/11/2026 08:00"),
    ("tối thứ hai 7h", "30/11/2026 19:00"),
    ("thứ hai sau 7h", "30/11/2026 07:00"),
    ("thứ hai tối 7h", "30/11/2026 19:00"),
    # dates
    ("24/11 08:00", "24/11/2026 08:00"),
    ("24/11 8h", "24/11/2026 08:00"),
    ("8h 24/11", "24/11/2026 08:00"),
    ("8h00 24/11", "24/11/2026 08:00"),
    ("8:00 24/11/2026", "24/11/2026 08:00"),
    ("8:00 24-11-2026", "24/11/2026 08:00"),
    ("8:00 24.11.2026", "24/11/2026 08:00"),
    ("8:00 24/11/26", "24/11/2026 08:00"),
    ("8h ngày 24/11", "24/11/2026 08:00"),
    ("8h, ngày 24/11/2026", "24/11/2026 08:00"),
    ("ngày 25 tháng 11 lúc 8 giờ", "25/11/2026 08:00"),
    ("8h 25 tháng 11", "25/11/2026 08:00"),
    ("8 giờ ngày 25 tháng 11 năm 2026", "25/11/2026 08:00"),
    ("ngay 25 thang 11 nam 2026 8 gio 30", "25/11/2026 08:30"),
    ("2026-11-25 08:00", "25/11/2026 08:00"),
    ("2026-11-25T08:00", "25/11/2026 08:00"),
    ("05/12 7h", "05/12/2026 07:00"),
    ("5/1 7h", "05/01/2027 07:00"),
    ("24/10 7h", "24/10/2026 07:00"),
    ("23/10 7h", "23/10/2027 07:00"),
    ("1/11 7h", "01/11/2026 07:00"),
    ("2h chiều 25/11", "25/11/2026 14:00"),
    ("thứ tư 25/11 8h", "25/11/2026 08:00"),
    ("thứ tư, ngày 25/11/2026, 8h", "25/11/2026 08:00"),
    ("8h sáng mai 25/11", "25/11/2026 08:00"),
    ("8h sáng mai, thứ tư", "25/11/2026 08:00"),
    ("29/2/2028 8h", "29/02/2028 08:00"),
    # from now
    ("sau 30 phút", "24/11/2026 10:30"),
    ("sau 30 phut", "24/11/2026 10:30"),
    ("sau 30p", "24/11/2026 10:30"),
    ("30 phút nữa", "24/11/2026 10:30"),
    ("30p nữa", "24/11/2026 10:30"),
    ("30 phút sau", "24/11/2026 10:30"),
    ("2 tiếng nữa", "24/11/2026 12:00"),
    ("2 tieng nua", "24/11/2026 12:00"),
    ("2 giờ nữa", "24/11/2026 12:00"),
    ("2h nữa", "24/11/2026 12:00"),
    ("sau 2 tiếng", "24/11/2026 12:00"),
    ("một tiếng nữa", "24/11/2026 11:00"),
    ("nửa tiếng nữa", "24/11/2026 10:30"),
    ("sau nửa tiếng", "24/11/2026 10:30"),
    ("1 tiếng rưỡi nữa", "24/11/2026 11:30"),
    ("1 tiếng 15 phút nữa", "24/11/2026 11:15"),
    ("2 tiếng đồng hồ nữa", "24/11/2026 12:00"),
]

NOT_READ = [
    "",
    " ",
    "cuối tuần",
    "sáng mai",
    "mai",
    "thứ hai",
    "tuần sau",
    "24/11",
    "8",
    "8 24/11",
    "31/2 8h",
    "31/04/2026 8h",
    "29/2/2027 8h",
    "0/11 8h",
    "24/13 8h",
    "25h",
    "24h",
    "8h60",
    "8:60",
    "8:00:00",
    "8h 9h",
    "8h đến 9h",
    "8h-9h",
    "13h sáng mai",
    "10h chiều",
    "12h đêm nay",
    "2h đêm mai",
    "8h sáng tối mai",
    "8h sáng hôm nay mai",
    "thứ hai thứ ba 8h",
    "thứ hai 25/11 8h",
    "8h mai 26/11",
    "8h tuần sau",
    "thu hai toi 7h",
    "sau 8h",
    "0 phút nữa",
    "30 phút",
    "2 tiếng",
    "họp 8h sáng mai",
    "8h sáng mai họp",
    "Họp khóm 3 lúc 8h sáng mai",
    "Thông báo cúp điện ngày 25/11",
    "cúp điện 8h",
    "8h mai nhé",
    "khoảng 8h mai",
    "ngay bây giờ",
    "hôm qua 8h",
    "ngày 25 8h",
    "8h m",
    "8 hộ",
    "8 gạo",
    "ba giờ",
    "103,8",
    "8h 24/11 25/11",
    "tuần sau thứ hai tuần này 8h",
    "8h" * 60,
]


@pytest.mark.parametrize(("typed", "wanted"), READ)
def test_a_moment_is_read_however_it_is_typed(typed: str, wanted: str) -> None:
    due = parse_due(typed, NOW)
    assert due is not None
    assert due.at.strftime("%d/%m/%Y %H:%M") == wanted
    assert due.at.tzinfo is VIETNAM


@pytest.mark.parametrize("typed", NOT_READ)
def test_what_is_no_moment_or_more_than_one_is_not_read(typed: str) -> None:
    assert parse_due(typed, NOW) is None


def test_a_guessed_year_is_told() -> None:
    assert parse_due("24/11 8h", NOW) == Due(datetime(2026, 11, 24, 8, tzinfo=VIETNAM), guessed_year=True)
    assert parse_due("24/11/2026 8h", NOW) == Due(datetime(2026, 11, 24, 8, tzinfo=VIETNAM), guessed_year=False)
    assert parse_due("29/2 8h", datetime(2027, 12, 1, tzinfo=VIETNAM)) == Due(
        datetime(2028, 2, 29, 8, tzinfo=VIETNAM), guessed_year=True
    )


def test_today_is_vietnams_whatever_clock_is_handed_in() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # already Wednesday, 6:30 in Vietnam
    due = parse_due("8h sáng nay", late)
    assert due is not None
    assert due.at == datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


WORDS = [word for typed, _ in READ for word in typed.split()]
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(lambda at: at.replace(tzinfo=VIETNAM))  # noqa: DTZ001


@given(st.one_of(st.text(max_size=90), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)), MOMENTS)
@example("İh 8h", NOW)
@example("8h 31/12/2099", NOW)
def test_nothing_typed_ever_fails(typed: str, now: datetime) -> None:
    due = parse_due(typed, now)
    assert due is None or due.at.tzinfo is VIETNAM


@given(
    MOMENTS, MOMENTS, st.sampled_from(["%H:%M %d/%m/%Y", "%Hh%M %d/%m/%Y", "%d/%m/%Y %Hh%M", "%H giờ %M ngày %d/%m/%Y"])
)
def test_a_printed_moment_is_read_back(moment: datetime, now: datetime, form: str) -> None:
    due = parse_due(moment.strftime(form), now)
    assert due == Due(moment.replace(second=0, microsecond=0), guessed_year=False)


@given(MOMENTS, st.integers(-30, 330), st.sampled_from(["%Hh%M ngày %d/%m", "%d/%m %H:%M", "%Hh%M %d tháng %m"]))
def test_a_printed_moment_without_its_year_is_read_back(now: datetime, days: int, form: str) -> None:
    moment = (now + timedelta(days=days)).replace(second=0, microsecond=0)
    if moment.year >= now.year:
        assert parse_due(moment.strftime(form), now) == Due(moment, guessed_year=True)

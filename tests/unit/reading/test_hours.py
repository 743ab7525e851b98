"""A notice's start and end over several days and weeks, in invented texts."""

import pytest

from bot.reading.reader import read, to_json


def _start_and_end(text: str) -> tuple[object, object]:
    shown = to_json(read(text))
    return shown["starts_at"], shown["ends_at"]


@pytest.mark.parametrize(
    ("schedule", "starts_at"),
    [
        (
            "Tư vấn pháp luật vào thứ Tư hằng tuần, từ ngày 06/01/2027.\nBuổi sáng: từ 8h00 đến 11h00.",
            "2027-01-06T08:00",
        ),
        ("Khám mắt thứ Hai và thứ Sáu hàng tuần, bắt đầu ngày 11/01/2027, từ 7h30 đến 10h.", "2027-01-11T07:30"),
        ("Tiêm ngừa từ 7h đến 11h ngày 05 hằng tháng, bắt đầu từ ngày 05/02/2027.", "2027-02-05T07:00"),
        ("Tập dưỡng sinh mỗi buổi sáng từ 5h30 đến 6h30, bắt đầu từ ngày 14/12/2026.", "2026-12-14T05:30"),
        ("Thu gom rác từ 18h đến 20h các buổi tối, kể từ ngày 14/12/2026.", "2026-12-14T18:00"),
    ],
)
def test_a_schedule_that_comes_again_each_week_has_no_end(schedule: str, starts_at: str) -> None:
    assert _start_and_end(f"Thông báo của phường\n\n{schedule}\nĐịa điểm: Nhà văn hóa khóm 2.") == (starts_at, None)


@pytest.mark.parametrize(
    ("schedule", "ends_at"),
    [
        ("Phun thuốc mỗi buổi chiều từ 15h đến 17h, từ ngày 14/12/2026 đến ngày 18/12/2026.", "2026-12-18T17:00"),
        ("Chi trả trợ cấp hằng tháng từ 7h30 đến 11h ngày 05/12/2026 tại khóm 2.", "2026-12-05T11:00"),
    ],
)
def test_what_comes_again_until_a_named_day_ends_on_it(schedule: str, ends_at: str) -> None:
    assert _start_and_end(f"Thông báo của phường\n\n{schedule}")[1] == ends_at


@pytest.mark.parametrize(
    ("schedule", "starts_at", "ends_at"),
    [
        (
            (
                "- Ấp Bắc: sáng 15/12/2026\n- Ấp Nam: chiều 15/12/2026\n- Ấp Đông: cả ngày 17/12/2026\n"
                "Sáng từ 8h đến 11h, chiều từ 13h30 đến 16h."
            ),
            "2026-12-15T08:00",
            "2026-12-17T16:00",
        ),
        (
            (
                "Giờ phát: từ 7h đến 10h.\nKhóm 1: ngày 21/12/2026, đình Khóm 1\n"
                "Khóm 2: ngày 22/12/2026, chùa Khóm 2\nKhóm 3: ngày 24/12/2026, sân bóng"
            ),
            "2026-12-21T07:00",
            "2026-12-24T10:00",
        ),
        (
            "Ngày 19/12/2026 (thứ Bảy) và ngày 20/12/2026 (Chủ nhật), từ 8 giờ đến 11 giờ tại Trạm Y tế.",
            "2026-12-19T08:00",
            "2026-12-20T11:00",
        ),
        ("Cúp điện từ 23 giờ ngày 11/12 đến 5 giờ ngày 12/12/2026.", "2026-12-11T23:00", "2026-12-12T05:00"),
        ("Cúp điện từ 22 giờ đến 4 giờ các đêm 11/12/2026 và 12/12/2026.", "2026-12-11T22:00", "2026-12-13T04:00"),
        (
            "Khám từ 7h30 đến 11h ngày 15/12/2026; nếu mưa thì dời sang ngày 16/12/2026.",
            "2026-12-15T07:30",
            "2026-12-16T11:00",
        ),
        (
            "Tiêm sáng 15/12/2026 từ 7h30 đến 11h, chiều 16/12/2026 từ 14h đến 16h tại Trạm Y tế.",
            "2026-12-15T07:30",
            "2026-12-16T16:00",
        ),
        (
            "- Ấp Bắc: sáng 15/12/2026\n- Ấp Nam: sáng 16/12/2026\nBắt đầu lúc 7 giờ.",
            "2026-12-15T07:00",
            None,
        ),
    ],
)
def test_of_several_days_the_first_starts_and_the_last_ends(schedule: str, starts_at: str, ends_at: str | None) -> None:
    assert _start_and_end(f"Thông báo của phường\n\n{schedule}") == (starts_at, ends_at)


def test_a_result_that_is_told_later_is_no_sitting() -> None:
    text = (
        "Thông báo tuyển sinh lớp 1\n\nThời gian: từ 7h30 đến 16h ngày 14/12/2026.\n"
        "Ngày 20/12/2026 nhà trường công bố danh sách."
    )
    assert _start_and_end(text) == ("2026-12-14T07:30", "2026-12-14T16:00")


def test_a_night_shift_takes_the_year_from_the_day_that_closes_it() -> None:
    reading = read("Thông báo cúp nước\n\nCúp nước khóm 3 từ 22 giờ ngày 31/12 đến 3 giờ ngày 01/01/2027.")
    assert reading.date is not None
    assert reading.date.isoformat() == "2026-12-31"
    assert not [warning for warning in reading.warnings if warning.code.value == "missing-year"]


@pytest.mark.parametrize(
    "span",
    [
        "theo dõi thêm 12 giờ ở nhà",
        "trong 6 giờ không uống rượu",
        "nghỉ 48 giờ",
        "về nhà trong vòng 2 giờ",
        "nghỉ ngơi 24 giờ trước khi hiến máu",
        "theo dõi 24h",
    ],
)
def test_a_span_is_no_hour(span: str) -> None:
    text = f"Thông báo hiến máu\n\nThời gian: 7 giờ 15 ngày 20/12/2026.\nNgười hiến {span}."
    assert _start_and_end(text) == ("2026-12-20T07:15", None)
    assert read(text).when.time == ("7 giờ 15 ngày 20/12/2026",)


def test_an_hour_beside_a_word_of_lasting_stays_one() -> None:
    text = "Thông báo\n\nTrạm làm việc từ 7 giờ liên tục đến 17 giờ ngày 15/12/2026, nghỉ 11 giờ đến 13 giờ."
    assert _start_and_end(text) == ("2026-12-15T07:00", "2026-12-15T17:00")

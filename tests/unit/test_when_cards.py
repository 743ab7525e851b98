"""A notice as people see it: when, where, for whom and what to do before everything else."""

import datetime as dt
from dataclasses import replace
from typing import Any

from bot import cards
from bot.cards.posts import PUSH_UNITS
from bot.domain.posts import Audience, Kind, Post, PostNumber, PostState
from bot.domain.reading import Field, Reading
from bot.domain.views import Page, PostPage, PostView, WardInfo
from bot.domain.when_lines import NO_LINES, WhenLines
from bot.messages.markup import plain, utf16_units
from bot.reading.reader import read


def notice(**changes: Any) -> PostView:
    body = "THÔNG BÁO\nVề việc cúp nước\n\nNhà máy nước cúp nước hẻm 9 từ 8 giờ đến 10 giờ ngày 02/12/2026."
    when = WhenLines(time=("từ 8 giờ đến 10 giờ ngày 02/12/2026",), area=("hẻm 9",), todo=("trữ nước trước",))
    at = dt.datetime(2026, 11, 30, 9, 0, tzinfo=dt.UTC)
    fields: dict[str, Any] = {
        "id": 1,
        "number": PostNumber(Audience.EVERYONE, 4),
        "audience": Audience.EVERYONE,
        "state": PostState.PUBLISHED,
        "urgent": False,
        "code": "A2B3",
        "author_id": 1,
        "revision_id": 1,
        "revision": 1,
        "kind": Kind.ANNOUNCEMENT,
        "title": "Về việc cúp nước",
        "body": body,
        "organisation": None,
        "event_date": None,
        "date_as_written": None,
        "summary": (),
        "topics": (),
        "created_at": at,
        "published_at": at,
        "updated_at": at,
        "when": when,
    } | changes
    post = Post(**fields)
    return PostView(post, Reading(post.kind, post.title, when=post.when), WardInfo("Phường Mỹ Bình", "0296"))


def test_a_notice_says_first_when_where_and_what_to_do_and_its_heading_once() -> None:
    shown = plain(cards.posts.push(notice()).text)
    assert shown.splitlines()[:7] == [
        "📢 THÔNG BÁO · Phường Mỹ Bình",
        "Về việc cúp nước",
        "🕒 Thời gian: từ 8 giờ đến 10 giờ ngày 02/12/2026",
        "📍 Khu vực: hẻm 9",
        "✅ Cần làm: trữ nước trước",
        "",
        "Nhà máy nước cúp nước hẻm 9 từ 8 giờ đến 10 giờ ngày 02/12/2026.",
    ]


def test_a_notice_too_long_for_one_message_still_says_when_and_where() -> None:
    body = "Về việc cúp nước\n" + "Nhà máy nước sửa ống chính ở nhiều nơi. " * 90
    reply = cards.posts.push(notice(body=body))
    assert plain(reply.text).splitlines()[2:4] == [
        "🕒 Thời gian: từ 8 giờ đến 10 giờ ngày 02/12/2026",
        "📍 Khu vực: hẻm 9",
    ]
    assert utf16_units(plain(reply.text)) <= PUSH_UNITS
    assert reply.buttons[0][0].label == "Đọc toàn văn"


def test_the_text_below_tells_none_of_the_lines_again() -> None:
    body = "Về việc cúp nước\n- Thời gian: 8h ngày 02/12/2026.\n- Khu vực mất nước: khu vực chợ\nBà con thông cảm."
    lines = WhenLines(time=("8h ngày 02/12/2026",), area=("khu vực chợ",))
    shown = plain(cards.posts.push(notice(body=body, when=lines)).text).splitlines()
    assert shown[2:4] == ["🕒 Thời gian: 8h ngày 02/12/2026", "📍 Khu vực: chợ"]
    assert shown[5:7] == ["- Khu vực mất nước: khu vực chợ", "Bà con thông cảm."]


def test_several_days_are_a_list_and_the_place_does_not_sink_below_it() -> None:
    days = tuple(
        f"Ngày {day}/12/2026: từ 7 giờ đến 11 giờ, tiêm cho trẻ của khóm {day} và khóm gần" for day in range(1, 11)
    )
    shown = plain(cards.posts.push(notice(when=WhenLines(time=days, place=("Trạm Y tế",)))).text).splitlines()
    assert shown[2:5] == ["📍 Địa điểm: Trạm Y tế", "🕒 Thời gian:", f"• {days[0]}"]
    assert shown[12] == "• … và 2 mục nữa"
    photo = plain(
        cards.posts.push(notice(when=WhenLines(time=days, place=("Trạm Y tế",))), short=True).text
    ).splitlines()
    assert photo[3:9] == ["🕒 Thời gian:", *(f"• {day}" for day in days[:5])]
    assert photo[9] == "• … và 5 mục nữa"


def test_the_hours_for_all_stand_beside_the_label_and_the_days_below() -> None:
    days = tuple(f"Khóm {day}: ngày {day}/12/2026, tại nhà văn hóa khóm {day}, phường Mỹ Bình" for day in (2, 3, 4, 5))
    shown = plain(cards.posts.push(notice(when=WhenLines(time=("Buổi sáng từ 7 giờ", *days)))).text).splitlines()
    assert shown[2:7] == ["🕒 Thời gian: Buổi sáng từ 7 giờ", *(f"• {day}" for day in days)]


def test_the_ward_alone_is_no_line_of_a_place_and_a_list_shows_the_day() -> None:
    lines = WhenLines(time=("Buổi sáng từ 7 giờ", "Khóm 1: ngày 02/12/2026", "Khóm 2: ngày 03/12/2026"))
    view = notice(when=lines, place="xã Hòa Tân")
    assert "📍" not in plain(cards.posts.push(view).text)
    shown = cards.when.when_entry(view.post)
    assert shown is not None
    assert plain(shown) == "🕒 Khóm 1: ngày 02/12/2026 …"


def test_an_older_notice_without_lines_shows_the_hour_day_and_place_that_are_known() -> None:
    starts = dt.datetime(2026, 12, 2, 1, 0, tzinfo=dt.UTC)
    old = notice(when=NO_LINES, starts_at=starts, ends_at=starts + dt.timedelta(hours=2), place="hẻm 9")
    shown = plain(cards.posts.push(old).text).splitlines()
    assert shown[2:4] == ["🕒 Thời gian: 08:00 – 10:00 thứ Tư, ngày 02/12/2026", "📍 Địa điểm: hẻm 9"]


def test_the_same_lines_stand_in_the_list_and_above_the_whole_text() -> None:
    view = notice()
    listed = plain(cards.posts.post_list(PostPage(Page((view.post,), 0, more=False), None)).text)
    assert "🕒 từ 8 giờ đến 10 giờ ngày 02/12/2026 · 📍 hẻm 9" in listed
    assert plain(cards.posts.full(view).text).splitlines()[2] == "🕒 Thời gian: từ 8 giờ đến 10 giờ ngày 02/12/2026"


def test_a_meeting_has_no_when_lines() -> None:
    assert "🕒" not in plain(cards.posts.push(notice(kind=Kind.MEETING)).text)


def test_a_table_told_with_bars_has_neither_bars_nor_seconds() -> None:
    row = "11/12/2026 | 13:00:00 | 17:00:00 | -Một phần ấp Vĩnh Lộc"
    other = "12/12/2026 | 8:00 | 9:30 | -Trạm bơm Cái Bè"
    text = f"LỊCH CÚP ĐIỆN\nTheo công ty điện lực Cái Bè:\nNgày | Từ | Đến | Khu vực\n{row}\n{other}"
    view = notice(title="LỊCH CÚP ĐIỆN", body=text, when=WhenLines(time=(row, other)))
    shown = plain(cards.posts.push(view).text)
    assert "• 11/12/2026 – 13:00 – 17:00 – Một phần ấp Vĩnh Lộc\n• 12/12/2026 – 8:00 – 9:30 – Trạm bơm Cái Bè" in shown
    assert "Theo công ty điện lực Cái Bè" in shown
    assert "|" not in shown


def test_a_sitting_of_several_lines_is_one_line_and_told_once() -> None:
    one = "KHU VỰC: Một phần đường Bà Triệu, tổ 3\nTHỜI GIAN: Từ 07:00:00 đến 11:30:00 ngày 15/12/2026\nLÝ DO: Thay cột"
    two = "KHU VỰC: Tổ 9\nTHỜI GIAN: Từ 13:00:00 đến 15:00:00 ngày 16/12/2026\nLÝ DO: Thay dây"
    text = f"Lịch cúp điện khóm 2\n\n{one}\n\n{two}"
    read_lines = read(text).when
    assert read_lines.time == (one, two)
    shown = plain(cards.posts.push(notice(title="Lịch cúp điện khóm 2", body=text, when=read_lines)).text)
    assert "• Từ 07:00 đến 11:30 ngày 15/12/2026; Khu vực: Một phần đường Bà Triệu, tổ 3; Lý do: Thay cột" in shown
    assert shown.count("Thay dây") == shown.count("Thay cột") == 1


def test_what_says_nothing_where_it_stands_alone_is_left_out() -> None:
    text = "Về việc cúp nước\n💧🚰\n1.\nNhà máy nước báo bà con.\nSố lượt xem: 88\nTài liệu đính kèm:"
    shown = plain(cards.posts.push(notice(body=text)).text)
    assert shown.split("\n\n")[1] == "Nhà máy nước báo bà con."


def test_whose_notice_it_is_is_told_where_it_is_not_the_ward_and_nothing_shown_says_it() -> None:
    told = "🏢 Đơn vị: BAN QUẢN TRỊ CHUNG CƯ SEN"
    body = "BAN QUẢN TRỊ CHUNG CƯ SEN\nVề việc cúp nước\nSáng mai cúp nước."
    assert told in plain(cards.posts.push(notice(body=body, organisation="BAN QUẢN TRỊ CHUNG CƯ SEN")).text)
    assert "🏢" not in plain(cards.posts.push(notice(organisation="Nhà máy nước")).text)
    assert "🏢" not in plain(cards.posts.push(notice(organisation="UBND phường Mỹ Bình")).text)


def test_a_sentence_before_what_only_leads_into_the_days_is_not_lost() -> None:
    body = "Về việc cúp nước\nXã đã nhận đủ 900 thẻ bảo hiểm. Lịch phát thẻ:\nẤp Một: 14/12/2026\nẤp Hai: 15/12/2026"
    when = WhenLines(time=("Ấp Một: 14/12/2026", "Ấp Hai: 15/12/2026"))
    shown = plain(cards.posts.push(notice(body=body, when=when)).text)
    assert "Xã đã nhận đủ 900 thẻ bảo hiểm." in shown
    assert "Lịch phát thẻ" not in shown


def test_a_text_that_is_to_go_out_whole_keeps_every_line_in_its_order() -> None:
    body = (
        "UBND PHƯỜNG MỸ BÌNH\nSố: 12/TB-UBND\n\nTHÔNG BÁO\nVề việc khám mắt\n\nPhường tổ chức khám mắt như sau:\n"
        "1. Thời gian: 7 giờ 30 ngày 02/12/2026.\n2. Địa điểm: Nhà văn hóa khóm 5.\n"
        "3. Đối tượng: người từ 60 tuổi trở lên.\n4. Bà con mang theo thẻ bảo hiểm y tế.\n\nNơi nhận:\n- Lưu: VT."
    )
    found = read(body)
    view = notice(body=body, title=found.title, when=found.when, left_out=())
    whole = replace(view, reading=replace(found, by_hand=frozenset({Field.WHOLE})))
    assert body in plain(cards.posts.push(whole).text)
    assert body not in plain(cards.posts.push(view).text), "else what the When-lines tell is told once"


def test_where_a_whole_text_and_its_when_lines_are_too_much_for_one_message_the_text_goes_out() -> None:
    body = "\n".join(["THÔNG BÁO", "Về việc cúp nước", "", *(f"{at}. Hẻm {at}: trữ nước trước." for at in range(60))])
    when = WhenLines(time=("từ 8 giờ đến 10 giờ ngày 02/12/2026",), todo=tuple("trữ nước trước " * 4 for _ in range(6)))
    view = notice(body=body, when=when)
    view = replace(view, reading=replace(view.reading, by_hand=frozenset({Field.WHOLE})))
    shown = plain(cards.posts.push(view).text)
    assert "59. Hẻm 59: trữ nước trước." in shown
    assert utf16_units(shown) <= PUSH_UNITS

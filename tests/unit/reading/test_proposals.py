"""What a text proposes to its writer: that it is urgent, for cadres alone, a topic, areas; and when nothing."""

from datetime import date

import pytest

from bot.reading.doubts.accents import unaccented
from bot.reading.proposals import areas_of, cadre_words, topic_of, urgent_words
from bot.reading.reader import read
from bot.storage.ward import FIRST_TOPICS

AREAS = [("Khóm 1", ()), ("Khóm 2", ("Ấp Đông",)), ("Khóm 3", ()), ("Khóm 13", ()), ("Bình Long", ())]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("KHẨN: BÃO SỐ 14 ĐỔ BỘ ĐÊM NAY\n\nYêu cầu các hộ ven sông di dời ngay.", ("khẩn", "bão số 14", "di dời")),
        ("THÔNG BÁO KHẨN\nVề việc xả lũ\n\nHồ xả lũ lúc 22 giờ ngày 30/11/2026.", ("khẩn", "xả lũ")),
        ("Bờ sông khóm 5 sạt lở\n\nBà con khóm 5 sơ tán đến trường Lê Lợi.", ("sạt lở", "sơ tán")),
        ("Hỏa tốc: cháy chợ Mỹ Bình\n\nBà con tránh xa chợ.", ("khẩn", "cháy chợ")),
    ],
)
def test_danger_ahead_proposes_to_mark_it_urgent(text: str, words: tuple[str, ...]) -> None:
    assert urgent_words(text, read(text)) == words


@pytest.mark.parametrize(
    "text",
    [
        "Thông báo cúp điện\n\nCúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 05/12/2026 để di dời trụ điện.",
        "Ủng hộ đồng bào bị bão số 12\n\nPhường kêu gọi bà con ủng hộ đồng bào bị thiệt hại do bão số 12.",
        "Mời diễn tập phòng cháy\n\nDiễn tập sơ tán khi có cháy lớn lúc 8 giờ ngày 05/12/2026 tại chợ.",
        "Báo cáo khắc phục hậu quả bão\n\nPhường đã di dời 12 hộ, hỗ trợ 24 triệu đồng.",
        "Bão số 12 gây thiệt hại\n\nBão số 12 làm tốc mái 12 căn nhà, thiệt hại 2 tỷ đồng.",
        "Bão giá\n\nChợ phường mở phiên chợ bình ổn giá lúc 7 giờ ngày 05/12/2026.",
        "Kế hoạch di dời mồ mả\n\nCác hộ có mồ mả di dời trước ngày 05/12/2026.",
    ],
)
def test_what_is_over_practised_or_only_sounds_so_proposes_nothing(text: str) -> None:
    assert urgent_words(text, read(text)) == ()


TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Họp giao ban cán bộ tuần 49\n\n8 giờ ngày 01/12/2026 tại phòng họp.", ("họp giao ban cán bộ",)),
        (
            "Hội nghị Ban Chấp hành Đảng bộ phường\n\nKhai mạc lúc 8 giờ ngày 02/12/2026 tại hội trường.",
            ("hội nghị ban chấp hành",),
        ),
        ("Giấy mời\n\nTrân trọng kính mời các đồng chí dự họp lúc 14 giờ ngày 02/12/2026.", ("mời các đồng chí",)),
        ("Thông báo nội bộ\n\nLịch trực ngày 02/12/2026: Tổ 1, Tổ 2.", ("nội bộ",)),
        (
            "Giao ban công tác mặt trận\n\n8 giờ ngày 02/12/2026 tại phòng 2. Nội dung: vận động nhân dân làm đường.",
            ("giao ban",),
        ),
        ("Sinh hoạt chi bộ tháng 12\n\n19 giờ ngày 03/12/2026 tại nhà văn hóa.", ("sinh hoạt chi bộ",)),
        (
            "Họp giao ban\n\nYêu cầu cán bộ tiếp công dân dự họp lúc 8 giờ ngày 02/12/2026 tại phòng 2.",
            ("họp giao ban",),
        ),
        (
            "Họp giao ban tháng 12\n\nKính mời quý vị đại biểu dự họp lúc 8 giờ ngày 02/12/2026 tại hội trường.",
            ("họp giao ban",),
        ),
    ],
)
def test_a_meeting_of_cadres_ahead_proposes_to_tell_cadres_alone(text: str, words: tuple[str, ...]) -> None:
    assert cadre_words(text, read(text), TODAY) == words


@pytest.mark.parametrize(
    "text",
    [
        "Mời họp khóm 3\n\nMời bà con dự họp lúc 19 giờ ngày 02/12/2026 tại nhà văn hóa.",
        "Hội nghị Ban Chấp hành Đảng bộ phường\n\nSáng 25/11/2026, Ban Chấp hành họp, đánh giá công tác năm.",
        "Tiếp xúc cử tri\n\nKính mời cử tri và các đồng chí đại biểu dự lúc 8 giờ ngày 02/12/2026.",
        "Hòa giải ở cơ sở\n\nTổ hòa giải giải quyết mâu thuẫn nội bộ nhân dân lúc 8 giờ ngày 02/12/2026.",
        "Báo cáo nội bộ ngành y tế\n\nTrong tháng, trạm khám 450 lượt người, đạt 103%.",
        "Lịch tiếp công dân\n\nChủ tịch UBND phường tiếp công dân lúc 8 giờ ngày 02/12/2026.",
        "Ủy ban nhân dân phường thông báo\n\nThông báo đến bà con: họp cán bộ khóm xong lúc 9 giờ ngày 02/12/2026.",
    ],
)
def test_what_is_for_residents_or_is_news_is_proposed_to_nobody_else(text: str) -> None:
    assert cadre_words(text, read(text), TODAY) == ()


@pytest.mark.parametrize(
    ("title", "body", "topic"),
    [
        ("Tạm ngừng cấp nước", "Cúp nước hẻm 47 từ 8 giờ.", "Điện–nước"),
        ("Lịch phun thuốc diệt muỗi", "Trạm y tế phun thuốc tại các khóm.", "Y tế"),
        ("Nộp thuế đất phi nông nghiệp", "Hạn cuối 15/12/2026.", "Thuế–phí"),
        ("Làm căn cước lưu động", "Công an phường làm căn cước cho học sinh.", "Thủ tục–VNeID"),
        ("Mời họp khóm 3", "Bà con đến dự họp lúc 19 giờ.", "Họp–báo cáo"),
        ("Đêm nhạc mừng xuân", "Mời bà con đến xem văn nghệ.", "Văn hóa"),
        ("Chúc mừng năm mới", "Chúc bà con mạnh khỏe.", None),
        ("Lời cảm ơn", "Phường cảm ơn bà con đã giúp trạm y tế.", None),
    ],
)
def test_a_topic_is_proposed_where_the_text_is_plainly_about_it(title: str, body: str, topic: str | None) -> None:
    assert topic_of(f"{title}\n\n{body}", title, FIRST_TOPICS) == topic


def test_a_topic_that_the_ward_named_itself_is_found_by_its_name() -> None:
    assert topic_of("Tuyển dụng\n\nPhường tuyển dụng 2 người.", "Tuyển dụng", ["Tuyển dụng", "Y tế"]) == "Tuyển dụng"
    assert topic_of("Cúp điện", "Cúp điện", []) is None


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Cúp điện\n\nCúp điện từ 8 giờ đến 11 giờ ngày 05/12/2026.\nKhu vực: khóm 2, 3.", ("Khóm 2", "Khóm 3")),
        ("Cúp điện\n\nCúp điện từ 8 giờ đến 11 giờ ngày 05/12/2026.\nKhu vực: khóm 13.", ("Khóm 13",)),
        ("Mời họp\n\nThời gian: 19 giờ 05/12/2026\nĐịa điểm: nhà văn hóa ấp Đông", ("Khóm 2",)),
        ("Mời họp khóm Bình Long\n\nLúc 19 giờ ngày 05/12/2026 tại đình.", ("Bình Long",)),
        ("Mời họp\n\nMời các khóm về dự. Địa điểm: nhà văn hóa khóm 3", ()),
        ("Cúp nước\n\nCúp nước từ 8 giờ đến 11 giờ ngày 05/12/2026.\nKhu vực: hẻm 3, số 2 Lê Lợi.", ()),
    ],
)
def test_areas_are_proposed_that_the_text_says_it_is_for(text: str, areas: tuple[str, ...]) -> None:
    assert areas_of(read(text), text, AREAS) == areas


@pytest.mark.parametrize(
    "text", ["chi oi gui giup em cai nay", "THONG BAO CUP DIEN HEM 47 TU 8H", "anh Nam gui lai ban moi"]
)
def test_a_text_without_any_accent_is_doubted(text: str) -> None:
    assert [one.quotes for one in unaccented(text)] == [(text,)]


@pytest.mark.parametrize("text", ["Cúp điện hem 47 tu 8h", "VNeID QR 12/12/2026", "ok em", "", "12 34 56 78"])
def test_codes_numbers_and_texts_with_accents_are_not(text: str) -> None:
    assert unaccented(text) == ()


@pytest.mark.parametrize("people", ["cô bác khóm 3", "các gia đình", "toàn dân trong ấp", "tiểu thương chợ Mới"])
def test_what_turns_to_residents_in_other_words_is_not_proposed_for_cadres(people: str) -> None:
    text = f"THÔNG BÁO\nVề việc dọn vệ sinh\nKính mời đồng chí trưởng ấp và mời {people} cùng tham gia."
    assert cadre_words(text, read(text), date(2026, 12, 1)) == ()

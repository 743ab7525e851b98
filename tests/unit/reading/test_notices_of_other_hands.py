"""Notices of many hands: invitations line by line, neighbours who chat, power companies, texts without accents."""

import pytest

from bot.domain.posts import Kind
from bot.domain.text import lower
from bot.reading.grammar.bare import with_accents
from bot.reading.reader import read

INVITATION = """TRƯỜNG MẦM NON HOA MAI
GIẤY MỜI
Kính mời: Ông bà, cha mẹ các cháu lớp Lá
Đến dự: Lễ tổng kết năm học 2026 - 2027
Vào lúc: 8 giờ 00, thứ Sáu ngày 28/05/2027
Tại: sân trường
Rất mong quý vị đến dự."""

BLOCKS = """LỊCH CẮT NƯỚC CUỐI TUẦN

Ngày: 12/12/2026
Thời gian: 8h00 - 11h30
Khu vực: hẻm 3, hẻm 5 đường Lê Lai
Lý do: thay van

Ngày: 13/12/2026
Thời gian: 13h30 - 16h00
Khu vực: khu tập thể Bông Sen
Lý do: đấu nối ống

Tổng đài 19001234."""

LONG_BLOCKS = """Lịch ngừng cấp điện phường Suối Mơ
KHU VỰC: Một phần đường Lý Thái Tổ, từ tổ 3 đến tổ 9 và từ tổ 12 đến tổ 15, khu phố Hòa Bình, phường Suối Mơ
THỜI GIAN: Từ 07:30 ngày 14/12/2026 đến 11:00 ngày 14/12/2026
LÝ DO: bảo trì

KHU VỰC: Một phần đường Nguyễn Du, hẻm 20, hẻm 22, hẻm 24 và chung cư Ngọc Lan, khu phố Đoàn Kết, phường Suối Mơ
THỜI GIAN: Từ 13:00 ngày 15/12/2026 đến 16:30 ngày 15/12/2026
LÝ DO: thay dây"""


# --- titles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (INVITATION, "Lễ tổng kết năm học 2026 - 2027"),
        (
            "THÔNG BÁO\nTHỜI GIAN, ĐỊA ĐIỂM PHÁT THẺ BẢO HIỂM Y TẾ NĂM 2027\nXã phát thẻ tại bưu điện ngày 12/01/2027.",
            "THỜI GIAN, ĐỊA ĐIỂM PHÁT THẺ BẢO HIỂM Y TẾ NĂM 2027",
        ),
        (
            (
                "THÔNG BÁO\nVề việc mở lớp dạy nghề may\nHội Phụ nữ xã Sơn Lộc mở lớp dạy nghề may cho hội viên.\n"
                "Thời gian: 8 giờ ngày 14/12/2026"
            ),
            "Về việc mở lớp dạy nghề may",
        ),
        (
            "Kính gửi: - Chi hội Nông dân các ấp;\n- Trưởng các ấp.\nTrạm Khuyến nông dạy trồng nấm ngày 15/12/2026.",
            "Trạm Khuyến nông dạy trồng nấm ngày 15/12/2026.",
        ),
        (
            "XÃ ĐOÀN BÌNH THẠNH\nHỘI TRẠI MỪNG XUÂN 2027 🏕\n- Khai mạc: 7h ngày 30/01/2027, sân bóng xã",
            "HỘI TRẠI MỪNG XUÂN 2027",
        ),
        (
            "BAN QUẢN LÝ CHỢ MỚI CHIÊU SINH LỚP MÚA LÂN\nKhai giảng 19h ngày 05/01/2027 tại sân chợ.",
            "BAN QUẢN LÝ CHỢ MỚI CHIÊU SINH LỚP MÚA LÂN",
        ),
        (
            "NHÓM XE ÔM BẾN TÀU THÔNG BÁO\nTừ ngày 10/12/2026 bến dời qua cổng số 2.\nBà con đừng đi nhầm.",
            "Từ ngày 10/12/2026 bến dời qua cổng số 2.",
        ),
        (
            (
                "Kính thưa bà con xóm 3!\nEm là Tư Đen, xóm trưởng. Cầu ván mục hết rồi, trên đã cho gỗ.\n"
                "Vậy em mời mỗi nhà một người ra đầu cầu lúc 7 giờ ngày 13/12/2026 phụ một tay."
            ),
            "Em mời mỗi nhà một người ra đầu cầu lúc 7 giờ ngày 13/12/2026 phụ một tay.",
        ),
    ],
)
def test_a_title_is_what_the_notice_is_about_whoever_wrote_it(text: str, title: str) -> None:
    assert read(text).title == title


@pytest.mark.parametrize(
    "text",
    [
        INVITATION,
        "Kính thưa bà con xóm 3!\nTrên đã cho gỗ. Tôi mời mỗi nhà một người ra đầu cầu lúc 7 giờ ngày 13/12/2026.",
        "Cháu chào các cô chú khu 2 ạ, sáng 12/12/2026 lúc 8h đoàn về đo điện trở đất ở nhà văn hóa nhé.",
        "Kính gửi: Quý công dân\nTừ ngày 14/12/2026 quầy hộ tịch chuyển sang tầng 2 nhà B, giờ làm việc như cũ.",
        (
            "BAN QUẢN TRỊ CHUNG CƯ SAO MAI\nGửi cư dân,\nKiểm tra thang máy:\n+ 8h00 - 9h00 ngày 19/12/2026: block A\n"
            "+ 9h00 - 10h00: block B"
        ),
        "Hội Phụ nữ mời chị em đi khám mắt miễn phí!\n✅ 7h30 - 11h00 thứ Tư 16/12/2026\n✅ Trạm y tế xã",
        "Trạm Y tế xã khám mắt cho học sinh, lịch như sau:\nNgày 15/12/2026: khối 1\nNgày 16/12/2026: khối 2",
        "Thôn mình đi dọn nghĩa trang, tập trung 7h30 thứ Sáu 11/12/2026 ngay cổng làng. Đi đủ nha các bác.",
        "Nhắc bà con: đoạn đê qua xóm 3 đang sạt, cấm xe tải qua lại từ nay đến khi xử lý xong. Xe đạp đi vòng.",
        "THƯ KÊU GỌI\nGiúp đỡ gia đình cháu Na\nCháu Na ở tổ 4 mổ tim, nhà đã bán đất. Mong bà con chung tay.",
        "TO DAN PHO 5 THONG BAO\nHop to dan pho luc 19h ngay 12/12/2026 tai nha van hoa. De nghi ba con dung gio.",
    ],
)
def test_whoever_calls_people_announces(text: str) -> None:
    assert read(text).kind is Kind.ANNOUNCEMENT


# --- when and where ---------------------------------------------------------------------------------------------------


def test_sittings_told_in_lines_of_their_own_stay_together() -> None:
    made = read(BLOCKS)
    assert [" ".join(one.split()) for one in made.when.time] == [
        "Ngày: 12/12/2026 Thời gian: 8h00 - 11h30 Khu vực: hẻm 3, hẻm 5 đường Lê Lai Lý do: thay van",
        "Ngày: 13/12/2026 Thời gian: 13h30 - 16h00 Khu vực: khu tập thể Bông Sen Lý do: đấu nối ống",
    ]
    assert made.when.area == ()
    assert made.starts_at is not None
    assert made.ends_at is not None
    assert (made.starts_at.isoformat()[:16], made.ends_at.isoformat()[:16]) == ("2026-12-12T08:00", "2026-12-13T16:00")


def test_long_sittings_stay_whole_too() -> None:
    first, second = read(LONG_BLOCKS).when.time
    assert "14/12/2026" in first
    assert "Lý Thái Tổ" in first
    assert all("THỜI GIAN" in one and "KHU VỰC" in one for one in (first, second))


@pytest.mark.parametrize(
    ("text", "time"),
    [
        (
            (
                "THÔNG BÁO\nLịch tiếp dân của Chủ tịch xã\n1. Định kỳ: vào ngày 10 và 25 hàng tháng.\n"
                "- Thời gian: - Buổi sáng: 07 giờ 30.\n- Địa điểm: Phòng tiếp dân."
            ),
            "ngày 10 và 25 hàng tháng",
        ),
        (
            (
                "THÔNG BÁO\nNghỉ lễ\nBộ phận một cửa nghỉ ngày 02/9/2027 và nhận hồ sơ khai sinh từ 8 giờ đến 10 giờ "
                "ngày 03/9/2027."
            ),
            "từ 8 giờ đến 10 giờ ngày 03/9/2027",
        ),
        (
            (
                "THÔNG BÁO\nGia hạn nộp hồ sơ vay vốn\nXã nhận hồ sơ vay vốn đến hết ngày 28/12/2026 (trước đây là "
                "12/12/2026)."
            ),
            "đến hết ngày 28/12/2026",
        ),
        (
            "THÔNG BÁO\nNghỉ Tết\nTết này chợ nghỉ từ 12h ngày 05/02/2027 đến hết ngày 09/02/2027.",
            "từ 12h ngày 05/02/2027 đến hết ngày 09/02/2027",
        ),
    ],
)
def test_the_day_and_the_hour_are_told_whole(text: str, time: str) -> None:
    assert time in "; ".join(read(text).when.time)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            (
                "THÔNG BÁO\nĐổi địa điểm họp\nBuổi họp tại nhà văn hóa tổ 5 ngày 16/12/2026 nay đổi địa điểm về Trường "
                "Tiểu học Kim Đồng, thời gian từ 8 giờ."
            ),
            ("Trường Tiểu học Kim Đồng",),
        ),
        (
            "THÔNG BÁO\nCưỡng chế\nLúc 8 giờ ngày 17/12/2026, phường tháo dỡ mái che tại số 12/4 đường Hòa Bình.",
            ("số 12/4 đường Hòa Bình",),
        ),
        ("RA QUÂN DỌN KÊNH\n🕡 6h30 sáng 06/12/2026\n📌 Tập trung: chân cầu Bà Tồn", ("chân cầu Bà Tồn",)),
    ],
)
def test_the_place_is_where_people_go_now(text: str, where: tuple[str, ...]) -> None:
    assert read(text).when.place == where


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (
            (
                "THÔNG BÁO\nBán đấu giá cây đổ\n- Đấu giá: 14 giờ ngày 18/12/2026, hội trường xã\n"
                "- Hạn nộp hồ sơ: 16 giờ 30 ngày 16/12/2026"
            ),
            "2026-12-18T14:00",
        ),
        (
            "THÔNG BÁO\nĐổi giờ đò\nTừ ngày 15/12/2026 đò chạy từ 4h30 tới 21h (trước chạy từ 3h).",
            "2026-12-15T04:30",
        ),
    ],
)
def test_no_term_and_no_old_hour_begins_anything(text: str, start: str) -> None:
    starts = read(text).starts_at
    assert starts is not None
    assert starts.isoformat()[:16] == start


def test_an_area_is_its_streets_and_no_word_of_thanks() -> None:
    text = (
        "Kính gửi Quý khách hàng!\nCông ty tạm ngưng cấp nước.\nThời gian tạm ngưng: Từ 22 giờ ngày 04/12/2026\n"
        "Khu vực tạm ngưng cấp nước:\nPhường Tân Hòa\nĐường Hoa Cau, Hoa Lài\nTrân trọng cảm ơn."
    )
    assert read(text).when.area == ("Đường Hoa Cau, Hoa Lài",)


def test_how_far_a_round_goes_is_no_area() -> None:
    text = "THÔNG BÁO\nTiêm phòng cho heo\n- Phạm vi tiêm phòng: toàn bộ đàn heo.\n- Thời gian: ngày 08/12/2026"
    assert read(text).when.area == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            (
                "THÔNG BÁO\nĐối thoại với nhân dân\nThời gian: Buổi đối thoại bắt đầu lúc 8 giờ, ngày 22/12/2026.\n"
                "Thời gian tiếp nhận ý kiến từ ngày 10/12/2026 đến ngày 17/12/2026."
            ),
            "2026-12-22",
        ),
        (
            "THÔNG BÁO\nNghỉ lễ\nTrung tâm nghỉ ngày 01/01/2027 và trực khai tử từ 8 giờ đến 11 giờ ngày 02/01/2027.",
            "2027-01-01",
        ),
        (
            "THÔNG BÁO\nQuyên góp\nTrận lốc ngày 20/11/2026 đã làm sập 6 căn nhà. Tiếp nhận tại văn phòng Mặt trận.",
            "None",
        ),
        (
            "THÔNG BÁO\nVề việc đóng bảo hiểm\nMức đóng bảo hiểm tự nguyện từ ngày 01/01/2027: 380.000 đồng/tháng.",
            "None",
        ),
    ],
)
def test_the_day_of_a_notice_is_that_of_its_event(text: str, day: str) -> None:
    assert str(read(text).date) == day


# --- figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Cho trẻ từ 4 tháng tuổi, chưa đủ 2 liều cơ bản.",
        "Khi bé sốt trên 39oC, đưa ngay đến bệnh viện.",
        "- Cân nặng: trên 48 kg.",
        "Nam từ 46kg, nữ từ 43kg.",
        "Buổi tiếp dân thời gian từ 9 giờ.",
        "Thuế cơ sở 7 phối hợp các xã thu thuế.",
        "Ngày 15/12/2026: ấp Đông, ấp Tây (85 cụ).",
        "Thứ Bảy 06/02/2027 (30 Tết) trực cả ngày.",
        "Một phần ấp An Phú 3 xã Tân Bình mất điện.",
        "Địa điểm: trạm y tế và 6 điểm trường.",
        "Không uống bia trước 24 giờ.",
    ],
)
def test_what_a_notice_asks_of_people_or_names_is_no_figure(sentence: str) -> None:
    assert [one.quote for one in read(f"THÔNG BÁO\nVề một việc\n{sentence}").figures] == []


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        ("+ Hộ thoát nghèo: 07 hộ; 21 nhân khẩu.", ["Hộ thoát nghèo: 07 hộ; 21 nhân khẩu"]),
        (
            "Tiền thuê sạp: loại A 900.000 đồng/tháng; loại B 600.000 đồng/tháng.",
            ["Tiền thuê sạp: loại A 900.000 đồng/tháng; loại B 600.000 đồng/tháng"],
        ),
        (
            "Thu hồi 1.200 m2 đất của 9 hộ gia đình, cá nhân tại ấp Bàu.",
            ["Thu hồi 1.200 m2 đất của 9 hộ gia đình, cá nhân tại ấp Bàu"],
        ),
        (
            "4. Thời hạn di dời: trong vòng 60 ngày kể từ ngày nhận tiền.",
            ["Thời hạn di dời: trong vòng 60 ngày kể từ ngày nhận tiền"],
        ),
        (
            "2. Lớp vẽ: thứ 3, thứ 5, từ 17h đến 18h, học phí 300.000 đồng/tháng.",
            ["Lớp vẽ … học phí 300.000 đồng/tháng"],
        ),
    ],
)
def test_the_lines_of_a_notice_stand_alone(sentence: str, phrases: list[str]) -> None:
    made = read(f"THÔNG BÁO\nVề một việc\n{sentence}")
    assert list(dict.fromkeys(one.phrase for one in made.figures)) == phrases


def test_a_fee_is_of_the_label_of_its_own_part() -> None:
    made = read(
        "Báo cáo kết quả hoạt động của nhà văn hóa phường năm 2026\nNăm 2026, lớp bơi: thứ 2 - 4, học phí 500.000 "
        "đồng/tháng; lớp võ: thứ 3 - 5, học phí 300.000 đồng/tháng."
    )
    assert [one.phrase for one in made.figures] == [
        "lớp bơi … học phí 500.000 đồng/tháng",
        "lớp võ … học phí 300.000 đồng/tháng",
    ]


# --- doubts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            (
                "THÔNG BÁO\nLớp nấu ăn\nThời gian: 14 giờ ngày 10/12/2026\nCác chi hội gửi danh sách về Hội trước ngày "
                "12/12/2026."
            ),
            ["deadline-after-event"],
        ),
        (
            "GIẤY MỜI họp phụ huynh\nThời gian: 8 giờ ngày 10/01/2027.\nLưu ý: buổi họp bắt đầu lúc 9 giờ.",
            ["contradiction"],
        ),
        ("KẾT QUẢ\nXã có 30 thanh niên lên đường, gồm 22 quân sự và 6 công an.", ["sum-mismatch"]),
        ("KẾT QUẢ\nXã có 28 thanh niên lên đường, gồm 22 quân sự và 6 công an.", []),
        ("KẾT QUẢ\nCuối năm còn 40 hộ, giảm 66 hộ (đạt 120% kế hoạch giảm 60 hộ).", ["rate-mismatch"]),
        ("KẾT QUẢ\nCuối năm còn 40 hộ, giảm 66 hộ (đạt 110% kế hoạch giảm 60 hộ).", []),
        (
            "TIN\nHội tặng 45 suất quà cho hộ nghèo. Danh sách 54 suất quà cho hộ nghèo dán ở đình.",
            ["contradiction"],
        ),
        ("TIN\nHội tặng 45 suất quà cho hộ nghèo. Danh sách 45 suất quà cho hộ nghèo dán ở đình.", []),
        ("Mai (8/12) cúp điện từ 8h tới 15h, hẻm 6 nha bà con.", ["missing-year"]),
    ],
)
def test_slips_of_notices_are_doubted(text: str, codes: list[str]) -> None:
    assert [one.code.value for one in read(text).warnings] == codes


# --- without accents --------------------------------------------------------------------------------------------------


def test_a_text_without_accents_gives_its_day_hour_and_place() -> None:
    text = (
        "THONG BAO THU TIEN RAC\nTo rac thu tien tai nha van hoa khom 4, tu 17h30 den 20h ngay 10/12/2026.\n"
        "Ba con mang theo so thu tien."
    )
    made = read(text)
    assert made.kind is Kind.ANNOUNCEMENT
    assert str(made.date) == "2026-12-10"
    assert made.when.time == ("tu 17h30 den 20h ngay 10/12/2026",)
    assert made.when.place == ("nha van hoa khom 4",)


@pytest.mark.parametrize("text", ["hop luc 19h ngay 12/12/2026 tai nha van hoa", "họp lúc 19h", "", "ok", "🎉🎉🎉"])
def test_accents_that_are_put_back_move_nothing(text: str) -> None:
    low = lower(text)
    assert len(with_accents(low)) == len(low)


def test_one_accent_leaves_a_text_as_it_is() -> None:
    assert with_accents("thong bao hop luc 19h tai nhà van hoa") == "thong bao hop luc 19h tai nhà van hoa"

"""Sixty questions over three hundred posts, the right one known: it comes first, and what is over never before it."""

from datetime import timedelta

import pytest

from bot.clock import in_vietnam
from bot.domain.people import Role
from bot.domain.words import fold
from bot.understanding import understand
from tests.conftest import MORNING
from tests.integration.shelf import shelve
from tests.ward import After, House, Past

WRITER, RESIDENT = "7", "9"

SUBJECTS = (
    ("Tạm ngừng cung cấp điện", "Điện lực cắt điện để sửa lưới", "{} cúp điện bữa nào", "bao giờ mất điện"),
    ("Tạm ngừng cấp nước sạch", "Xí nghiệp nước súc ống", "mấy giờ cúp nước {}", "lịch cắt nước"),
    ("Tiêm vắc xin sởi cho trẻ em", "Trạm Y tế tiêm nhắc", "chích ngừa sởi {}", "con nít chích sởi khi nào"),
    (
        "Khám sức khỏe người cao tuổi",
        "Bác sĩ đo huyết áp, thử đường",
        "khám cho người già {}",
        "ông bà già đi khám ở đâu",
    ),
    ("Họp bình xét hộ nghèo", "Mỗi nhà cử một người dự họp", "họp xét hộ nghèo {}", "chừng nào họp bình xét hộ nghèo"),
    ("Phun thuốc diệt muỗi", "Đội phun thuốc đến từng nhà", "phun muỗi {}", "ngày nào phun thuốc muỗi"),
    ("Tiêm dại cho chó mèo", "Thú y tiêm tận nhà", "{} tiêm dại cho chó ngày mấy", "tiêm phòng chó dại"),
    ("Thu gom rác cồng kềnh", "Xe lấy bàn ghế, nệm cũ", "gom rác cồng kềnh {}", "bỏ nệm cũ bàn ghế hôm nào"),
    ("Rào đường thi công cống", "Đơn vị đào đường đặt cống", "{} rào đường tới ngày nào", "đào đường đặt cống khi nào"),
    ("Sửa đèn chiếu sáng công cộng", "Thợ thay bóng đèn", "sửa đèn đường {}", "thay bóng đèn đường hôm nào"),
    ("Thu tiền sử dụng vỉa hè", "Thu tại nhà trưởng khóm", "đóng tiền vỉa hè {}", "thu tiền vỉa hè ở đâu"),
    ("Làm căn cước lưu động", "Công an lấy dấu vân tay", "làm cccd {}", "bữa nào làm căn cước lưu động"),
    ("Cài định danh VNeID tại chỗ", "Đoàn viên giúp cài ứng dụng", "cài vneid {}", "giúp cài vneid ngày nào"),
    ("Phát quà cho hộ nghèo", "Mạnh thường quân tặng gạo, dầu ăn", "{} phát quà lúc nào", "hộ nghèo nhận gạo dầu ăn"),
    ("Chi trợ cấp người cao tuổi", "Bưu điện chi tiền mặt", "lãnh trợ cấp {}", "người già lãnh tiền trợ cấp ngày mấy"),
    ("Dạy nghề may miễn phí", "Hội Phụ nữ mở lớp may", "lớp học may {}", "đăng ký học nghề may"),
    ("Ngày hội đọc sách thiếu nhi", "Xe thư viện lưu động đến", "đọc sách thiếu nhi {}", "xe thư viện tới bữa nào"),
    ("Giải cờ tướng mừng xuân", "Người chơi bốc thăm tại chỗ", "giải cờ tướng {}", "thi cờ tướng hôm nào"),
    (
        "Tập huấn chữa cháy",
        "Cảnh sát hướng dẫn dùng bình chữa cháy",
        "tập huấn chữa cháy {}",
        "học dùng bình chữa cháy khi nào",
    ),
    (
        "Đối thoại với chủ tịch phường",
        "Bà con nêu ý kiến trực tiếp",
        "đối thoại chủ tịch {}",
        "gặp đối thoại với chủ tịch hôm nào",
    ),
    (
        "Bán hàng bình ổn giá",
        "Siêu thị bán gạo, đường, nước mắm",
        "hàng bình ổn {}",
        "xe bán hàng bình ổn giá tới khi nào",
    ),
    ("Đổi rác lấy cây xanh", "Đem chai nhựa đổi cây", "đổi rác lấy cây {}", "đem chai nhựa đổi cây ở đâu"),
    (
        "Kiểm tra nồng độ cồn lưu động",
        "Chốt kiểm tra người lái xe",
        "kiểm tra nồng độ cồn {}",
        "chốt nồng độ cồn bữa nào",
    ),
    ("Cắt tỉa cây xanh", "Công nhân mé nhánh trước mùa bão", "mé cây {}", "cắt tỉa cây xanh ngày nào"),
    ("Nạo vét kênh thoát nước", "Máy múc bùn", "nạo vét kênh {}", "múc bùn kênh hôm nào"),
    (
        "Lấy máu xét nghiệm tiểu đường",
        "Nhịn ăn sáng trước khi đến",
        "xét nghiệm tiểu đường {}",
        "thử máu tiểu đường ở đâu",
    ),
    (
        "Tư vấn pháp luật miễn phí",
        "Luật sư trả lời từng người",
        "luật sư tư vấn {}",
        "tư vấn pháp luật miễn phí khi nào",
    ),
    ("Chiếu phim lưu động", "Đội chiếu bóng mang màn ảnh rộng", "chiếu phim {}", "tối nào chiếu phim lưu động"),
    ("Múa lân chào năm mới", "Đoàn lân đi từng ngõ", "múa lân {}", "đoàn lân đi bữa nào"),
    ("Trồng cây tuyến đường hoa", "Mỗi nhà góp một chậu hoa", "trồng hoa {}", "góp chậu hoa ngày nào"),
)
"""What is told, how it begins, what is asked about a place, and what is asked without one."""

PLACES = ("khóm 2", "hẻm 47", "đường Lê Lợi", "khóm 9", "hẻm 118")
"""At each something is ahead, and the same was there before."""


def post_of(subject: int, place: int, *, over: bool) -> str:
    """A notice that is ahead, the first place soonest, or was over before today."""
    title, how, _, _ = SUBJECTS[subject]
    days = -(subject % 7) - 2 * place - 2 if over else 2 + subject % 5 + 6 * place
    day = in_vietnam(MORNING + timedelta(days=days))
    hours = f"từ {7 + subject % 3} giờ đến 11 giờ ngày {day:%d/%m/%Y}"
    return f"{title} {PLACES[place]}\n\n{how} tại {PLACES[place]} {hours}. Bà con báo cho nhau cùng biết."


def shelf() -> list[tuple[int, int, bool]]:
    """Every post as (subject, place, over), in the order of their numbers."""
    kinds = [(place, over) for place in range(len(PLACES)) for over in (True, False)]
    return [(subject, place, over) for place, over in kinds for subject in range(len(SUBJECTS))]


def questions() -> list[tuple[str, tuple[int, int, bool]]]:
    """Sixty questions, every second without accents, with the post that answers each."""
    found = []
    for subject, (_, _, there, anywhere) in enumerate(SUBJECTS):
        place = 1 + subject % (len(PLACES) - 1)
        asked = (there.format(PLACES[place]), anywhere)
        right = ((subject, place, False), (subject, 0, False))
        for number, one in enumerate(asked):
            found.append((fold(one) if (subject + number) % 2 else one, right[number]))
    return found


@Past
async def three_hundred_posts(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.join(RESIDENT)
    await shelve(house, WRITER, [post_of(subject, place, over=over) for subject, place, over in shelf()])


@pytest.fixture
def town(after: After) -> House:
    return after(three_hundred_posts)


async def test_the_right_post_comes_first_and_what_is_over_never_before_what_is_ahead(town: House) -> None:
    posts, asked = shelf(), questions()
    assert (len(posts), len(asked)) == (300, 60)
    first: list[str] = []
    three: list[str] = []
    for question, right in asked:
        async with town.services() as services:
            viewer = await services.people.enter(town.event(RESIDENT, question))
            told = await services.search.answer(viewer, understand(question))
        hits = [told.best, *told.others] if told.best else []
        found = [posts[one.post.number.value - 1] for one in hits if one.post.number]
        ends = [over for _, _, over in found]
        assert ends == sorted(ends), (question, found)
        first += [] if found[:1] == [right] else [f"{question}: {found}, not {right}"]
        three += [] if right in found else [question]
    assert len(first) <= 0.1 * len(asked), "\n".join(first)
    assert len(three) <= 0.02 * len(asked), three

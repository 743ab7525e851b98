"""Pictures of figures: drawn outside of the event loop when they are sent, once for all who ask for the same."""

import io
import threading
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from markupsafe import Markup
from PIL import Image
from sqlalchemy import func, select

from bot.channels.base import Channel
from bot.delivery import files as delivery_files
from bot.delivery.files import FileSender
from bot.domain.people import Role
from bot.errors import BadFileError
from bot.messages.message import Drawing, File, Outgoing, outgoing_from_json
from bot.storage.engine import Database
from bot.storage.tables import attachment
from tests.conftest import FakeClock
from tests.integration.approving import WRITER
from tests.ward import After, Heard, House, Past

HALVES = {2022: "61,5", 2023: "87,8", 2024: "52,1", 2025: "49,9"}


@dataclass
class Platform:
    """A channel that remembers what it was given, and names each file that was uploaded to it."""

    given: list[File] = field(default_factory=list)

    async def send(self, message: Outgoing) -> str:
        assert message.file is not None
        self.given.append(message.file)
        if message.uploaded is not None and message.file.id is None:
            message.uploaded(f"file-{len(self.given)}")
        return str(len(self.given))


def shown(drawing: Drawing) -> Outgoing:
    return Outgoing("9", Markup("Biểu đồ"), file=File("bieu-do.png", photo=True, drawing=drawing))


def of_title(title: str) -> Drawing:
    bar = {"label": "năm 2025", "shown": "100%", "zero": 0.0, "start": 0.0, "end": 1.0}
    blocks = [{"title": "", "plan": None, "legend": "", "bars": [bar]}]
    return Drawing("bars", {"over": "Phường Mỹ Bình", "title": title, "foot": "", "blocks": blocks})


@Past
async def reports_of_four_halves(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    for year, share in HALVES.items():
        await house.publish(
            WRITER,
            f"Báo cáo kinh tế - xã hội 6 tháng đầu năm {year}\n\nUBND phường báo cáo. "
            f"Thu ngân sách đạt {share}% dự toán. Trong kỳ có {year - 2000} hộ thoát nghèo.",
        )


@pytest.fixture
def years(after: After) -> House:
    return after(reports_of_four_halves)


async def test_three_periods_of_one_matter_are_offered_as_a_picture(years: House) -> None:
    (heard,) = await years.say("9", "/ketqua ngan sach")
    (chart,) = await years.press("9", heard.buttons["Biểu đồ"])
    for year, share in HALVES.items():
        assert f"6 tháng đầu năm {year}: {share}%" in chart.text
    message = outgoing_from_json(cast(dict[str, Any], chart.row.content), chat_id="9", edit=None)
    assert message.file is not None
    assert message.file.drawing is not None
    ends = [one["end"] for one in message.file.drawing.data["blocks"][0]["bars"]]
    assert ends.index(max(ends)) == 1
    platform = Platform()
    await FileSender(years.database, years.clock).send(cast(Channel, platform), "telegram:1", message)
    picture = Image.open(io.BytesIO(platform.given[0].content))
    assert picture.size[0] == 1080


async def test_two_periods_are_told_and_not_drawn(years: House) -> None:
    await years.publish(WRITER, "Báo cáo năm 2025\n\nTỷ lệ hộ dùng nước sạch đạt 99,1%.")
    (heard,) = await years.say("9", "/ketqua nuoc sach")
    assert "Biểu đồ" not in heard.buttons
    number = heard.buttons["Xem 1"].removeprefix("results.source")
    (refused,) = await years.press("9", f"results.chart{number}")
    assert "chưa đủ ba kỳ" in refused.text


async def test_a_picture_is_uploaded_once_however_often_it_is_asked_for(database: Database, clock: FakeClock) -> None:
    platform = Platform()
    for sender in (FileSender(database, clock), FileSender(database, clock)):
        for _ in range(2):
            await sender.send(cast(Channel, platform), "telegram:1", shown(of_title("Thu ngân sách")))
    assert [bool(one.content) for one in platform.given] == [True, False, False, False]
    assert {one.id for one in platform.given[1:]} == {"file-1"}
    async with database.read() as transaction:
        assert await transaction.scalar(select(func.count()).select_from(attachment)) == 1


async def test_other_content_is_another_picture(database: Database, clock: FakeClock) -> None:
    platform, sender = Platform(), FileSender(database, clock)
    for title in ("Thu ngân sách", "Hộ nghèo"):
        await sender.send(cast(Channel, platform), "telegram:1", shown(of_title(title)))
    assert all(one.content for one in platform.given)
    assert platform.given[0].content != platform.given[1].content


async def test_what_cannot_be_drawn_is_refused_so_that_its_words_go_out(database: Database, clock: FakeClock) -> None:
    sender = FileSender(database, clock)
    with pytest.raises(BadFileError):
        await sender.send(cast(Channel, Platform()), "telegram:1", shown(Drawing("bars", {"title": "dở dang"})))


async def test_a_picture_is_drawn_beside_the_event_loop(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def drawn(drawing: Drawing) -> bytes:
        threads.append(threading.get_ident())
        return b"png"

    monkeypatch.setattr(delivery_files, "draw", drawn)
    await FileSender(database, clock).send(cast(Channel, Platform()), "telegram:1", shown(of_title("Thu")))
    assert len(threads) == 1
    assert threads != [threading.get_ident()]


TABLE = """Thông báo kết quả năm 2026

Chỉ tiêu\tKế hoạch\tThực hiện
Thu ngân sách\t100%\t109%
Hộ nghèo\t1,2%\t1,5%"""


def drawn_in(heard: Heard) -> dict[str, Any]:
    message = outgoing_from_json(cast(dict[str, Any], heard.row.content), chat_id="9", edit=None)
    assert message.file is not None
    assert message.file.drawing is not None
    return message.file.drawing.data


async def test_a_table_comes_as_a_picture_and_anew_once_it_was_corrected(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.publish(WRITER, TABLE)
    (read,) = await house.say("9", "/doc 1")
    (before,) = await house.press("9", read.buttons["Bảng"])
    assert drawn_in(before)["rows"] == [["Thu ngân sách", "100%", "109%"], ["Hộ nghèo", "1,2%", "1,5%"]]
    await house.correct(WRITER, "1 109% => 108%")
    (after,) = await house.press("9", read.buttons["Bảng"])
    assert drawn_in(after)["rows"][0] == ["Thu ngân sách", "100%", "108%"]
    assert "bản 2" in drawn_in(after)["foot"]


async def test_pictures_of_a_post_for_cadres_are_not_for_residents_and_cannot_be_passed_on(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.publish(WRITER, f"{TABLE}\nThu đạt 109%. Chi đạt 98%.", cadres=True)
    await house.join("20", Role.CADRE)
    (read,) = await house.say("20", "/doc CB-1")
    for label in ("Bảng", "Ảnh số liệu"):
        (own,) = await house.press("20", read.buttons[label])
        assert own.row.content is not None
        assert own.row.content["protect"]
        (other,) = await house.press("9", read.buttons[label])
        assert "109" not in other.text
        assert "drawing" not in (other.row.content or {})


async def test_a_post_without_a_table_any_more_says_so(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.publish(WRITER, "Thông báo một\n\nCúp nước.")
    assert "Bảng" not in (await house.say("9", "/doc 1"))[0].buttons
    (told,) = await house.press("9", "post.tables 1")
    assert "không còn bảng" in told.text

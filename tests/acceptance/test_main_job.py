"""The main job, as the people of a ward see it: the real program against a server that answers as Telegram does."""

import asyncio
from pathlib import Path

import pytest

from tests.acceptance.process import SEED, environment, loa, subscribe_all
from tests.fakes.telegram import FakeTelegram, Pace, Person, SeenMessage

TITLE = "Hội nghị Sơ kết giữa nhiệm kỳ thực hiện Nghị quyết đại hội Đảng bộ phường Mỹ Bình lần thứ XV"


async def subscribe(person: Person) -> None:
    await person.ask("/subscribe")
    asked = await person.wait_for("Đăng ký nhận tin của phường")
    person.press(asked, "Đồng ý")
    await person.wait_for("Đã đăng ký")


async def first_answer(person: Person) -> None:
    """Wait until the program has started: on a busy machine that takes longer than an answer."""
    person.send("/start")
    await person.wait_for("Kính chào", timeout=30)


async def post_seed(admin: Person) -> SeenMessage:
    """Post the report as an official does, up to the moment before Đăng."""
    admin.send(f"/post\n{SEED}")
    panel = await admin.wait_for("Cần xem lại")
    while open_doubts := [label for label in panel.labels if label.startswith("☐")]:
        admin.press(panel, open_doubts[0])
        panel = await admin.wait_for(open_doubts[0].replace("☐", "☑"))
    return panel


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'loa.db'}"


async def test_a_pasted_report_reaches_every_subscriber_once_and_answers_come_from_it(
    tmp_path: Path, database_url: str
) -> None:
    async with FakeTelegram(token="123456:TEST", pace=Pace.off()) as tg:
        admin = tg.user(1001, first_name="Minh")
        people = tg.users(200)
        env = environment(tg, database_url)
        await subscribe_all(env, people[5:])
        async with loa(env, tmp_path) as running:
            await first_answer(admin)
            await asyncio.gather(*(subscribe(person) for person in people[:5]))
            stranger = people[7]

            refused = await stranger.ask(f"/post\n{SEED}")
            assert "dành cho cán bộ soạn tin" in refused.text
            assert not stranger.reads("Trên đây là đúng tin")

            panel = await post_seed(admin)
            assert "200 người" in panel.text
            admin.press(panel, "Đăng")
            await admin.wait_for("Đã gửi 200/200 · xong", timeout=60)

            for person in people:
                copies = [seen for seen in person.messages if "Tin số 1 ·" in seen.text]
                assert len(copies) == 1
                assert TITLE in copies[0].text

            assert TITLE in (await stranger.ask("/latest")).text
            assert "10/12" in (await stranger.ask("/targets")).text
            assert "10/12" in (await stranger.ask("chi tieu")).text
            results = (await stranger.ask("/results ngan sach")).text
            assert "103,9% năm 2022" in results
            assert "87,8% trong 6 tháng đầu năm 2023" in results
            assert TITLE in (await stranger.ask("/search so ket")).text
            whole = (await stranger.ask("/read 1")).text
            body = SEED.strip().split("\n", 1)[1].strip()
            assert body in whole
            assert running.running
        assert tg.token not in running.printed

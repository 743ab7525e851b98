"""An official posts a photo with a text: one message each, mended where the text or the photo was wrong, taken back."""

from pathlib import Path

import pytest

from bot.cards.files import blank_picture
from tests.acceptance.process import environment, loa, subscribe_all
from tests.acceptance.test_correction import publish
from tests.acceptance.test_main_job import first_answer
from tests.fakes.conftest import PNG
from tests.fakes.telegram import FakeTelegram, Fault, Pace, Person, SeenMessage

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 400
PEOPLE = 12
NOTICE = "Thông báo cúp nước\n\nCúp nước hẻm 47 từ 8 giờ đến 11 giờ ngày 27/11/2026 tại khóm 3."


def copy_of(person: Person) -> SeenMessage:
    """The one copy of the post that a person has."""
    (copy,) = [seen for seen in person.messages if "Tin số 1 ·" in seen.text and seen.reply_to is None]
    return copy


@pytest.mark.slow
async def test_a_photo_travels_with_the_post_and_is_mended_and_taken_back_with_it(tmp_path: Path) -> None:
    async with FakeTelegram(token="123456:TEST", pace=Pace.off()) as tg:
        admin, people = tg.user(1001, first_name="Minh"), tg.users(PEOPLE)
        env = environment(tg, f"sqlite:///{tmp_path / 'loa.db'}", LOA_UNDO_SECONDS="0")
        await subscribe_all(env, people)
        async with loa(env, tmp_path) as running:
            await first_answer(admin)
            admin.send_photo(JPEG, caption=f"/dangtin {NOTICE}")
            shown = await admin.wait_for(lambda seen: seen.photo is not None, timeout=30)
            assert "Cúp nước hẻm 47" in shown.text
            await publish(admin, "📎 Kèm theo: Ảnh 1")
            await admin.wait_for(f"Đã gửi {PEOPLE}/{PEOPLE}", timeout=60)
            for person in people:
                copy = copy_of(person)
                assert copy.photo is not None
                assert copy.photo.content == JPEG
                assert "từ 8 giờ đến 11 giờ" in copy.text
            # The official's own photo went to everybody by its id: nothing was uploaded.
            assert not [entry for entry in tg.log.of("sendPhoto") if "bytes" in str(entry.params["photo"])]

            admin.send("/dinhchinh 1 8 giờ => 9 giờ")
            await publish(admin, "Đính chính tin số 1")
            await admin.wait_for(f"Đã sửa {PEOPLE}/{PEOPLE}", timeout=60)
            for person in people:
                copy = copy_of(person)
                assert copy.photo is not None
                assert copy.photo.content == JPEG
                assert "từ 9 giờ đến 11 giờ" in copy.text
                assert "ĐÍNH CHÍNH" in copy.text

            admin.send("/dinhchinh 1")
            panel = await admin.wait_for("Chưa sửa gì", timeout=30)
            admin.press(panel, "Đính kèm (1)")
            files = await admin.wait_for("Ảnh và tệp kèm theo", timeout=30)
            admin.press(files, "Bỏ 1")
            await admin.wait_for("Đã bỏ.", timeout=30)
            admin.send_photo(PNG)
            changed = await admin.wait_for(lambda seen: "(đã thay)" in seen.text and "Đăng" in seen.labels, timeout=30)
            admin.press(changed, "Đăng")
            await tg.until(lambda: all(is_png(copy_of(person)) for person in people), timeout=60)

            # Of one Telegram lets nobody delete the copy: it keeps its place, and nothing of what it showed.
            kept = copy_of(people[0])
            refusal = Fault.refusal(400, "Bad Request: message can't be deleted")
            tg.script(lambda call: call.method == "deleteMessage" and call.chat_id == people[0].id, then=refusal)
            admin.send("/thuhoi 1 nhầm hẻm")
            admin.press(await admin.wait_for("Thu hồi tin số 1", timeout=30), "Thu hồi")
            await admin.wait_for(f"Đã thu hồi {PEOPLE}/{PEOPLE}", timeout=60)
            assert not [seen for one in people[1:] for seen in one.messages if seen.photo is not None]
            assert "ĐÃ THU HỒI" in kept.text
            assert "hẻm 47" not in kept.text
            assert kept.photo is not None
            assert kept.photo.content == blank_picture().content
            assert running.running
        assert not tg.violations
        assert "Traceback" not in running.printed


def is_png(copy: SeenMessage) -> bool:
    """Whether a copy shows the second photo."""
    return copy.photo is not None and copy.photo.content == PNG

"""What people and strangers may send by mistake or malice: nothing of it stops the next message."""

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.process import environment, loa
from tests.acceptance.test_main_job import first_answer
from tests.fakes.telegram import FakeTelegram, Pace


def message(text: object, **more: Any) -> dict[str, Any]:
    """A raw private message as Telegram writes it, with whatever stands in its place."""
    return {
        "message": {
            "message_id": 900,
            "date": 1,
            "chat": {"id": 2002, "type": "private"},
            "from": {"id": 2002, "is_bot": False, "first_name": "<b>Lan</b>&\u202e"},
            "text": text,
            **more,
        }
    }


GARBAGE: list[dict[str, Any]] = [
    {"khong_biet": {"a": [1, {"b": None}]}},
    {"message": None},
    {"message": "chuỗi"},
    {"message": {"message_id": 1}},
    {
        "callback_query": {
            "id": "1",
            "from": {"id": 2002, "is_bot": False, "first_name": "L"},
            "data": "post.publish 1 1",
        }
    },
    {"my_chat_member": {}},
    message("a" * 1_000_000),
    message("\x00\x01\x02\x7f binary"),
    message("<script>alert(1)</script><b>đậm</i> & &amp; " * 30),
    message("/" + "x" * 4000),
    message(12345),
    message({"deep": [[[[[[[]]]]]]]}),
    message("/search " + "\"' OR 1=1 -- * ^ NEAR( " * 20),
    message("/read 99999999999999999999"),
    message(None, sticker={"file_id": "x"}),
    message("🧑‍🧑‍🧒‍🧒" * 1000),
]


@pytest.mark.slow
async def test_garbage_of_every_kind_never_blocks_the_next_message_and_never_shows_a_secret(tmp_path: Path) -> None:
    async with FakeTelegram(token="123456:TEST", pace=Pace.off()) as tg:
        lan = tg.user(2002, first_name="Lan")
        env = environment(tg, f"sqlite:///{tmp_path / 'loa.db'}", LOA_LOG_LEVEL="debug")
        async with loa(env, tmp_path) as running:
            await first_answer(lan)
            for update in GARBAGE:
                tg.push_update(update)
            lan.send("/help")
            await lan.wait_for("Bà con cần gì cứ gõ như nói chuyện", timeout=60)
            assert running.running
        assert "Traceback" not in running.printed
        assert tg.token not in running.printed
        assert tg.token.partition(":")[2] not in running.printed

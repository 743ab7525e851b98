"""The same program fed by a webhook, with everything a stranger may send to an open port."""

import re
import socket
from pathlib import Path

import httpx

from tests.acceptance.process import environment, loa
from tests.acceptance.test_main_job import first_answer
from tests.fakes.telegram import FakeTelegram, Pace

PUBLIC = "https://phuong.example"
SECRET = "mot-chuoi_bi-mat"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_a_webhook_answers_people_and_shrugs_off_strangers(tmp_path: Path) -> None:
    port, inside = free_port(), free_port()
    local = f"http://127.0.0.1:{port}"
    async with FakeTelegram(token="123456:TEST", pace=Pace.off()) as tg:
        lan = tg.user(2002, first_name="<b>Lan</b> & Ù\u0000")
        tg.route_webhook(PUBLIC, local)
        env = environment(
            tg,
            f"sqlite:///{tmp_path / 'loa.db'}",
            LOA_TELEGRAM__MODE="webhook",
            LOA_TELEGRAM__WEBHOOK_URL=PUBLIC,
            LOA_TELEGRAM__WEBHOOK_SECRET=SECRET,
            LOA_WEB__PORT=str(port),
            LOA_HEALTH__PORT=str(inside),
        )
        async with loa(env, tmp_path) as running, httpx.AsyncClient(base_url=local) as stranger:
            await first_answer(lan)
            update = {
                "update_id": 77,
                "message": {
                    "message_id": 5,
                    "date": 1,
                    "chat": {"id": 2002, "type": "private"},
                    "from": {"id": 2002, "is_bot": False, "first_name": "Lan"},
                    "text": "/targets",
                },
            }
            refused = await stranger.post("/telegram/webhook", json=update, headers={HEADER: "doan-mo"})
            assert refused.status_code == 403
            assert (await stranger.post("/telegram/webhook", json=update)).status_code == 403
            known = {HEADER: SECRET}
            garbage = [b"", b"\xff\xfe\x00", b"[]", b'"a"', b"{", b"null", b"1e999", b"[" * 5000]
            for body in garbage:
                assert (await stranger.post("/telegram/webhook", content=body, headers=known)).status_code == 200
            huge = await stranger.post("/telegram/webhook", content=b" " * 1_100_000, headers=known)
            assert huge.status_code == 413

            for _ in range(10):
                assert (await stranger.post("/telegram/webhook", json=update, headers=known)).status_code == 200
            await lan.wait_for("chưa công bố chỉ tiêu", timeout=10)
            assert [(await stranger.get(path)).status_code for path in ("/health", "/metrics", "/alive")] == [404] * 3
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{inside}") as watcher:
                assert (await watcher.get("/health")).json() == {"ready": True, "troubles": {}}
                assert re.search(
                    r"^loa_updates_unreadable_total\{[^}]*\} 8\.0$", (await watcher.get("/metrics")).text, re.M
                )
            assert (await lan.ask("trợ giúp")).text.startswith("Loa phường")
            assert sum(1 for seen in lan.messages if "chưa công bố chỉ tiêu" in seen.text) == 1
        for secret in (tg.token, tg.token.partition(":")[2], SECRET):
            assert secret not in running.printed

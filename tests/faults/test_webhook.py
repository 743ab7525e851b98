"""The same update ten times, at two processes; and bodies that no platform sends."""

import asyncio
import json
import socket

import httpx
import pytest
from sqlalchemy import func, select

from bot.storage.tables import inbox, person
from tests.faults.kit import Process, Ward, running

SECRET = "mot-chuoi_bi-mat"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/telegram/webhook"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def front(ward: Ward, port: int) -> Process:
    """`loa run` that hears by webhook."""
    return ward.process(
        "run",
        LOA_TELEGRAM__MODE="webhook",
        LOA_TELEGRAM__WEBHOOK_URL="https://phuong.example",
        LOA_TELEGRAM__WEBHOOK_SECRET=SECRET,
        LOA_WEB__PORT=str(port),
    )


def message(update_id: int, text: str) -> bytes:
    who = {"id": 2002, "first_name": "Lan"}
    chat = {"id": 2002, "type": "private"}
    said = {"message_id": update_id, "date": 1, "chat": chat, "from": {**who, "is_bot": False}, "text": text}
    return json.dumps({"update_id": update_id, "message": said}).encode()


async def ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                if (await client.get("/telegram/webhook")).status_code == 405:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)


async def test_an_update_that_comes_ten_times_at_two_processes_has_one_effect_and_strangers_have_none(
    ward: Ward,
) -> None:
    lan = ward.tg.user(2002, "Lan").open()
    ports = [free_port(), free_port()]
    ward.tg.route_webhook("https://phuong.example", f"http://127.0.0.1:{ports[0]}")
    async with running(*(front(ward, port) for port in ports)) as processes:
        clients = [httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) for port in ports]
        for client in clients:
            await ready(client)

        async def post(client: httpx.AsyncClient, body: bytes, secret: str = SECRET) -> int:
            return (await client.post(PATH, content=body, headers={HEADER: secret})).status_code

        again = [post(clients[n % 2], message(77, "/targets")) for n in range(10)]
        assert await asyncio.gather(*again) == [200] * 10
        await lan.wait_for("chưa công bố chỉ tiêu", timeout=15)

        odd = [b"", b"\xff\xfe\x00", b"[]", b"null", b"{", b"1e999", b"[" * 100_000, b'{"a":' * 100_000]
        odd += [b'{"update_id":"x"}', b'{"update_id":78,"message":7}', b'{"update_id":79,"message":{"chat":[]}}']
        assert [await post(clients[0], body) for body in odd] == [200] * len(odd)
        assert await post(clients[1], b" " * 1_100_000) == 413
        for secret in ("", "doan-mo", SECRET + "x", SECRET[:-1]):
            assert await post(clients[1], message(80, "/targets"), secret) == 403

        # Both still work; what came before is not done again.
        assert await post(clients[1], message(81, "trợ giúp")) == 200
        await lan.wait_for("Loa phường", timeout=15)
        for client in clients:
            await client.aclose()
        assert all(process.running for process in processes)
    assert sum("chưa công bố chỉ tiêu" in seen.text for seen in lan.messages) == 1
    async with ward.database.read() as transaction:
        keys = await transaction.scalars(select(inbox.c.event_key).order_by(inbox.c.event_key))
        assert {"77", "81"} <= set(keys)
        assert "80" not in set(keys)
        assert await transaction.scalar(select(func.count()).select_from(person)) == 1
    assert ward.tg.token not in processes[0].printed
    assert SECRET not in processes[0].printed


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_several_workers_and_a_front_process_share_one_pace_on_postgresql(ward: Ward) -> None:
    ward.rate = 30
    await ward.populate(60)
    env = {"LOA_LEASE_SECONDS": "30"}
    crowd = [ward.process("worker", **env), ward.process("worker", **env), ward.process("run --no-worker", **env)]
    async with running(*crowd):
        lan = ward.tg.user(2002, "Lan")
        await lan.ask("/help", timeout=30)
        await ward.publish()
        await ward.until(lambda: len(ward.pushes()) >= 10)
        await lan.ask("/help", timeout=15)
        await ward.finished()
    assert set(ward.copies().values()) == {1}
    # A tenth more in any second, and what two had reserved ahead when the machine stood still for a moment.
    assert ward.tg.log.busiest(1) <= 33 + 2 * 0.25 * 30

"""The page's routes over real HTTP on loopback: the answers, the stream, and who is kept out."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from markupsafe import Markup

from bot.cards.files import blank_picture
from bot.messages.message import Button, File, Outgoing
from tests.channels.web.conftest import SAMPLE, Tryout


async def events(tryout: Tryout) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    async with tryout.client.stream("GET", "/tryout/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        name = ""
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))


async def say(tryout: Tryout, text: str, *, persona: str = "cu-dan", key: str = "k1") -> httpx.Response:
    return await tryout.client.post("/tryout/messages", json={"persona": persona, "text": text, "key": key})


def html_of(facts: dict[str, Any], persona: str) -> list[str]:
    return [message["html"] for message in facts["chats"][persona]]


async def snapshot(tryout: Tryout) -> dict[str, Any]:
    stream = events(tryout)
    _, facts = await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    return facts


async def test_the_page_and_its_parts_are_served_with_a_strict_policy(tryout: Tryout) -> None:
    page = await tryout.client.get("/")
    assert page.status_code == 200
    assert "Bản dùng thử trên máy này – không gửi tin ra ngoài" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for name, kind in (("app.js", "text/javascript"), ("style.css", "text/css"), ("icon.svg", "image/svg+xml")):
        part = await tryout.client.get(f"/static/{name}")
        assert part.status_code == 200
        assert part.headers["content-type"].startswith(kind)
        assert part.headers["x-content-type-options"] == "nosniff"


async def test_every_module_that_the_page_imports_is_served(tryout: Tryout) -> None:
    script = (await tryout.client.get("/static/app.js")).text
    wanted = [line.split('"')[1] for line in script.splitlines() if line.startswith("import ")]
    assert len(wanted) == 5
    for address in wanted:
        assert (await tryout.client.get(address)).status_code == 200


async def test_the_page_fetches_nothing_from_elsewhere(tryout: Tryout) -> None:
    for path in ("/", "/static/app.js", "/static/style.css"):
        text = (await tryout.client.get(path)).text
        assert "https://" not in text
        assert "innerHTML" not in text
        assert "style=" not in text


@pytest.mark.parametrize(
    "path", ["/static/../tryout.py", "/static/%2e%2e/tryout.py", "/static/index.html", "/static/x"]
)
async def test_no_other_file_is_served(tryout: Tryout, path: str) -> None:
    assert (await tryout.client.get(path)).status_code == 404


async def test_the_personas_come_with_the_sample_text(tryout: Tryout) -> None:
    told = (await tryout.client.get("/tryout/personas")).json()
    assert told["sample"] == SAMPLE
    assert [one["id"] for one in told["personas"]] == ["cu-dan", "cu-dan-2", "can-bo", "soan-tin", "duyet", "admin"]


async def test_a_message_is_received_and_answered_in_the_stream(tryout: Tryout) -> None:
    stream = events(tryout)
    name, facts = await anext(stream)
    assert (name, html_of(facts, "cu-dan")) == ("snapshot", [])
    assert (await say(tryout, "tin moi")).status_code == 200
    seen = [(await anext(stream))[1]["message"] for _ in range(3)]
    assert [(one["author"], one["pending"]) for one in seen] == [("me", True), ("bot", False), ("me", False)]
    assert seen[0]["key"] == "k1"
    assert seen[1]["html"] == "Nghe rồi: tin moi"
    assert tryout.bot.came[0].name == "Bà Tư"


async def test_one_stream_carries_every_persona(tryout: Tryout) -> None:
    stream = events(tryout)
    await anext(stream)
    await say(tryout, "/post Cúp điện", persona="soan-tin")
    seen = [(await anext(stream))[1] for _ in range(8)]
    told = {one["persona"] for one in seen if one["message"]["author"] == "bot"}
    assert told == {"cu-dan", "cu-dan-2", "can-bo", "soan-tin", "duyet", "admin"}


async def test_a_press_reaches_the_bot_and_its_edit_the_stream(tryout: Tryout) -> None:
    sent = await tryout.channel.send(Outgoing("resident", Markup("?"), ((Button("Đồng ý", "yes"),),)))
    body = {"persona": "cu-dan", "message_id": sent, "data": "yes", "key": "k1"}
    assert (await tryout.client.post("/tryout/press", json=body)).status_code == 200
    assert html_of(await snapshot(tryout), "cu-dan") == ["Anh/chị đã chọn <b>yes</b>."]
    assert tryout.bot.came[0].pressed


async def test_a_press_on_a_message_that_is_gone_is_404(tryout: Tryout) -> None:
    body = {"persona": "cu-dan", "message_id": "999", "data": "yes", "key": "k1"}
    answer = await tryout.client.post("/tryout/press", json=body)
    assert (answer.status_code, answer.json()) == (404, {"error": "Tin này không còn nữa."})


async def test_the_answer_waits_for_the_commit(tryout: Tryout) -> None:
    tryout.bot.gate.clear()
    posting = asyncio.create_task(say(tryout, "tin moi"))
    await asyncio.sleep(0.1)
    assert not posting.done()
    tryout.bot.gate.set()
    assert (await posting).status_code == 200


async def test_a_database_that_is_down_is_503_and_the_repeat_with_the_same_key_is_one_message(tryout: Tryout) -> None:
    tryout.bot.down = True
    answer = await say(tryout, "tin moi")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    tryout.bot.down = False
    assert [(await say(tryout, "tin moi")).status_code for _ in range(2)] == [200, 200]
    assert [one.event_key for one in tryout.bot.came] == ["k1"]


async def test_the_stream_beats_while_nothing_happens(tryout: Tryout) -> None:
    async with tryout.client.stream("GET", "/tryout/events") as answer:
        async for line in answer.aiter_lines():
            if line == ": alive":
                break


async def test_closing_the_channel_ends_the_stream_so_that_the_server_can_stop(tryout: Tryout) -> None:
    stream = events(tryout)
    await anext(stream)
    await tryout.channel.close()
    assert [event async for event in stream] == []


async def test_a_file_is_always_a_download_under_its_own_name(tryout: Tryout) -> None:
    await say(tryout, "/file")
    shown = (await snapshot(tryout))["chats"]["cu-dan"][-1]
    answer = await tryout.client.get(f"/tryout/files/{shown['id']}")
    assert answer.content.decode() == "xin chào"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''d%E1%BB%AF%20li%E1%BB%87u%20c%E1%BB%A7a%20t%C3%B4i.txt"
    )
    assert (await tryout.client.get("/tryout/files/999")).status_code == 404


async def test_a_photo_is_a_picture_by_what_it_is_and_never_by_what_it_says(tryout: Tryout) -> None:
    for content, kind in ((blank_picture().content, "image/png"), (b"<script>", "application/octet-stream")):
        sent = await tryout.channel.send(Outgoing("resident", Markup("Tin"), file=File("a", content, photo=True)))
        answer = await tryout.client.get(f"/tryout/files/{sent}")
        assert (answer.content, answer.headers["content-type"]) == (content, kind)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        b"{}",
        b'{"persona": "cu-dan", "text": 5, "key": "k"}',
        b'{"persona": "cu-dan", "text": " ", "key": "k"}',
        b'{"persona": "cu-dan", "text": "\\u0000", "key": "k"}',
        b'{"persona": "cu-dan", "text": "\\ud800", "key": "k"}',
        b'{"persona": "cu-dan", "text": "x", "key": ""}',
        b'{"persona": "cu-dan", "text": "x", "key": "' + b"k" * 101 + b'"}',
    ],
)
async def test_a_body_that_is_not_understood_is_400_and_reaches_nobody(tryout: Tryout, body: bytes) -> None:
    answer = await tryout.client.post("/tryout/messages", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert tryout.bot.came == []


async def test_an_unknown_persona_is_404(tryout: Tryout) -> None:
    answer = await say(tryout, "tin moi", persona="ong-hai")
    assert (answer.status_code, answer.json()) == (404, {"error": "Không có người này."})


async def test_one_megabyte_is_taken_and_three_are_413_with_a_sentence(tryout: Tryout) -> None:
    assert (await say(tryout, "x" * 1_000_000)).status_code == 200
    assert len(tryout.bot.came[0].text) == 1_000_000
    answer = await say(tryout, "x" * 3_000_000, key="k2")
    assert answer.status_code == 413
    assert answer.json()["error"].startswith("Tin quá dài.")
    assert len(tryout.bot.came) == 1


async def test_a_foreign_host_name_is_refused_everywhere(tryout: Tryout) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "10.0.0.5:8080", "localhost:80:80", ""):
        for path in ("/", "/static/app.js", "/tryout/personas", "/tryout/events", "/tryout/files/1"):
            answer = await tryout.client.get(path, headers={"host": host})
            assert answer.status_code == 403, (host, path)


async def test_the_names_of_this_machine_are_let_in(tryout: Tryout) -> None:
    for host in ("localhost:8080", "LOCALHOST", "127.0.0.1", "[::1]:8080"):
        assert (await tryout.client.get("/tryout/personas", headers={"host": host})).status_code == 200, host


@pytest.mark.parametrize("path", ["/tryout/messages", "/tryout/press"])
async def test_a_post_from_another_site_is_refused(tryout: Tryout, path: str) -> None:
    body = json.dumps({"persona": "cu-dan", "text": "x", "message_id": "1", "data": "x", "key": "k"})
    for headers in (
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json", "origin": "https://evil.example"},
        {"content-type": "application/json", "origin": "null"},
        {"content-type": "application/json", "origin": "http://127.0.0.1:1"},
    ):
        answer = await tryout.client.post(path, content=body, headers=headers)
        assert answer.status_code == 403, headers
    assert tryout.bot.came == []


async def test_the_page_itself_may_post(tryout: Tryout) -> None:
    body = {"persona": "cu-dan", "text": "tin moi", "key": "k1"}
    answer = await tryout.client.post("/tryout/messages", json=body, headers={"origin": tryout.url})
    assert answer.status_code == 200


async def test_a_visitor_from_another_machine_is_refused(tryout: Tryout) -> None:
    # Uvicorn takes the address from this header when a proxy on loopback forwards a request.
    answer = await tryout.client.get("/tryout/personas", headers={"x-forwarded-for": "203.0.113.7"})
    assert answer.status_code == 403


async def send(tryout: Tryout, **more: Any) -> httpx.Response:
    body = {"persona": "soan-tin", "name": "tb.txt", "data": "VGhvbmcgYmFv", "text": "", "photo": False, "key": "k9"}
    return await tryout.client.post("/tryout/uploads", json=body | more)


async def test_a_file_is_taken_in_with_the_words_under_it(tryout: Tryout) -> None:
    assert (await send(tryout, text="/dangtin Cúp điện")).status_code == 200
    came = tryout.bot.came[-1]
    assert came.text == "/dangtin Cúp điện"
    assert came.document is not None
    assert await tryout.channel.fetch(came.document.id) == b"Thong bao"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"data": "#"}, 400), ({"data": ""}, 400), ({"name": ""}, 400), ({"persona": "ai-do"}, 404), ({"key": None}, 400)],
    ids=repr,
)
async def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(
    tryout: Tryout, wrong: dict[str, Any], status: int
) -> None:
    answer = await send(tryout, **wrong)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert tryout.bot.came == []

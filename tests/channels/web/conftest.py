"""A try-out chat with a scripted bot behind it, served over real HTTP on loopback."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from markupsafe import Markup, escape
from starlette.applications import Starlette

from bot.channels.tryout import TryoutChannel
from bot.demo.personas import PERSONAS
from bot.errors import DatabaseDownError
from bot.messages.incoming import Incoming, Raw
from bot.messages.message import Button, File, Outgoing
from bot.web.tryout import tryout_routes

SAMPLE = "Hội nghị Sơ kết giữa nhiệm kỳ\n\nSáng ngày 08-7, phường đạt 10/12 chỉ tiêu."


@dataclass
class ScriptedBot:
    """Answers a few words, as the bot would after its commit, and notes everything that came in."""

    channel: TryoutChannel
    came: list[Incoming] = field(default_factory=list)
    down: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def take(self, batch: Sequence[Raw]) -> None:
        for raw in batch:
            await self._hear(self.channel.read(raw.body))

    async def _hear(self, incoming: Incoming) -> None:
        await self.gate.wait()
        if self.down:
            raise DatabaseDownError
        self.came.append(incoming)
        if incoming.pressed:
            edited = Markup("Anh/chị đã chọn <b>{}</b>.").format(incoming.text)
            await self.channel.send(Outgoing(incoming.chat_id, edited, edit=incoming.message_id))
        elif incoming.text.startswith("/post"):
            for persona in self.channel.people:
                await self.channel.send(
                    Outgoing(persona.chat_id, Markup("<b>Tin mới:</b> {}").format(incoming.text[6:]))
                )
        elif incoming.text == "/file":
            file = File("dữ liệu của tôi.txt", b"xin ch\xc3\xa0o")
            await self.channel.send(Outgoing(incoming.chat_id, Markup("Đây là tệp."), file=file))
        else:
            rows = ((Button("Đồng ý", "yes"), Button("Hủy", "no")),)
            await self.channel.send(Outgoing(incoming.chat_id, escape(f"Nghe rồi: {incoming.text[:3000]}"), rows))


@dataclass
class Tryout:
    """What a test holds in its hands."""

    channel: TryoutChannel
    bot: ScriptedBot
    client: httpx.AsyncClient
    url: str


async def serve(channel: TryoutChannel) -> tuple[uvicorn.Server, asyncio.Task[None], str]:
    app = Starlette(routes=tryout_routes(channel, sample=SAMPLE, heartbeat_seconds=0.2))
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    return server, task, f"http://127.0.0.1:{port}"


@pytest.fixture
async def tryout() -> AsyncIterator[Tryout]:
    channel = TryoutChannel(PERSONAS)
    bot = ScriptedBot(channel)
    listening = asyncio.create_task(channel.listen(bot.take))
    server, serving, url = await serve(channel)
    async with httpx.AsyncClient(base_url=url) as client:
        yield Tryout(channel, bot, client, url)
    await channel.close()
    server.should_exit = True
    await serving
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening

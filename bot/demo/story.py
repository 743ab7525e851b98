"""The try-out: a temporary ward on this machine, with the real report posted, pushed and asked about.

Nothing leaves the machine: the only channel is the local page.
"""

import asyncio
import contextlib
import re
import socket
import tempfile
import uuid
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pydantic import SecretStr
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.app import build_router, serve
from bot.channels.tryout import Persona, TryoutChannel
from bot.channels.zalo_bot.channel import CAPABILITIES as ZALO
from bot.demo.facts import GUIDES, furnish
from bot.demo.personas import PERSONAS
from bot.domain.people import Role
from bot.errors import SetupError
from bot.messages.incoming import Incoming
from bot.messages.markup import plain
from bot.settings import HealthSettings, Settings, WardSettings, WebSettings
from bot.ward import Ward
from bot.web.sockets import bind
from bot.web.tryout import tryout_routes

PORTS_TRIED = 20
ON_ZALO = next(one.id for one in PERSONAS if one.look == "zalo")

UNDO_SECONDS = 2
"""Long enough to see Hoàn tác, short enough for somebody who only looks."""

NUMBER = len(GUIDES) + 1
"""Of the report: the guides were there before."""

MENDED = """vận động vận động => vận động
nhiệm kỳ -2025 => nhiệm kỳ 2020-2025
12/14 chi bội => 12/14 chi bộ
Sáng ngày 08-7 => Sáng ngày 08-7-2023
gần 2,6 tỉ đồng => gần 2,9 tỷ đồng"""
"""The slips that the report really holds, mended as an official types it, who slips himself in the last line."""

CORRECTION = "2,9 tỷ đồng => 2,6 tỷ đồng"


def sample_text() -> str:
    """The report of Mỹ Bình ward that started it all."""
    return (Path(__file__).parent / "my_binh.txt").read_text(encoding="utf-8")


PAGES = "/trang"
"""The folder of the public pages, beside the try-out's own page."""


def demo_settings(folder: Path, port: int = 0) -> Settings:
    """Settings of the try-out: nothing of the environment counts, so no real channel can be reached."""
    return Settings.model_construct(
        database_url=SecretStr(f"sqlite:///{folder / 'loa.db'}"),
        admins=("web:admin",),
        ward=WardSettings(name="Phường Mỹ Bình", hotline="0296 3841 000", quiet=""),
        web=WebSettings(port=port, public_url=f"http://127.0.0.1:{port}{PAGES}"),
        health=HealthSettings(port=0),
        log_level="error",
        undo_seconds=UNDO_SECONDS,
    )


class Finger:
    """A finger on one persona's phone: types, presses, and looks at what the bot said."""

    def __init__(self, channel: TryoutChannel, persona: Persona) -> None:
        self._channel = channel
        self.persona = persona
        self._read = 0

    async def say(self, text: str) -> list[dict[str, Any]]:
        """Type a message, and return what the bot answered."""
        before = len(self._from_bot())
        await self._channel.say(self.persona.id, text, uuid.uuid4().hex)
        return await self.wait(before)

    async def press(self, label: str) -> list[dict[str, Any]]:
        """Press the newest button whose label begins with `label`, and return what the bot answered."""
        for message in reversed(self._from_bot()):
            for row in message["buttons"]:
                for button in row:
                    if button["label"].startswith(label):
                        before = len(self._from_bot())
                        key = uuid.uuid4().hex
                        await self._channel.press(self.persona.id, message["id"], button["data"], key)
                        return await self.wait(before)
        raise SetupError(f"Bản dùng thử không thấy nút “{label}”.")

    async def wait(self, before: int) -> list[dict[str, Any]]:
        """Give the answer a moment to arrive; an answer that only edits an older message brings nothing new."""
        for _ in range(20):
            await asyncio.sleep(0.02)
            if len(self._from_bot()) > before:
                # The parts of one answer follow each other closely.
                await asyncio.sleep(0.1)
                break
        return self._from_bot()[before:]

    async def wait_for(self, text: str, seconds: float = 30) -> dict[str, Any]:
        """Wait until some message of the bot holds `text`."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    for message in self._from_bot():
                        if text in shown(message):
                            return message
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise SetupError(f"Máy đang quá bận: sau {seconds:.0f} giây chưa thấy “{text}”. Xin chạy lại.") from None

    def _from_bot(self) -> list[dict[str, Any]]:
        return [one for one in self._channel.messages(self.persona.id) if one["author"] == "bot"]


def shown(message: dict[str, Any]) -> str:
    """A message as plain text, its buttons in brackets below."""
    text = plain(Markup(message["html"]))  # noqa: S704 - it came from the channel, already escaped
    rows = [" ".join(f"[{button['label']}]" for button in row) for row in message["buttons"]]
    return "\n".join([text, *rows])


async def tell_story(ward: Ward, channel: TryoutChannel, console: Console) -> None:
    """Play the first day of a ward with its bot, and print the parts of it that matter."""
    fingers = {persona.id: Finger(channel, persona) for persona in channel.people}
    await _give_roles(ward, channel)
    await furnish(ward, _first_words(channel, next(one for one in channel.people if one.role is Role.WRITER)))
    for finger in fingers.values():
        await finger.say("dang ky")
        await (finger.say("dong y") if finger.persona.look == "zalo" else finger.press("Đồng ý"))
    writer, approver, resident = fingers["soan-tin"], fingers["duyet"], fingers["cu-dan"]
    await _post(console, writer)
    console.print(f"\n[bold]2. Sau {UNDO_SECONDS} giây để hoàn tác, ai đã đăng ký nhận đúng một tin[/bold]")
    push = shown(await resident.wait_for(f"Tin số {NUMBER}"))
    _print(console, f"{_lines(push, most=2)}\n{_part(push, 'Số liệu chính', '[')}", "Bà Tư (Cư dân) nhận")
    await fingers[ON_ZALO].wait_for(f"Tin số {NUMBER}")
    console.print(escape(shown(await writer.wait_for("· xong"))))
    await writer.wait_for("có số liệu của bảng chỉ tiêu")
    await writer.press("Ghi số 1")
    console.print("\n[bold]3. Ai cũng hỏi được, không cần gõ dấu (từng chỉ tiêu là số ví dụ)[/bold]")
    for question in ("chi tieu", "ket qua ngan sach"):
        for answer in await resident.say(question):
            _print(console, _lines(shown(answer), most=5), f"Bà Tư gõ “{question}”")
    console.print("\n[bold]4. Anh Phúc gõ nhầm một con số: đính chính, có người duyệt, mọi máy đã nhận được sửa[/bold]")
    await writer.say(f"/dinhchinh {NUMBER} {CORRECTION}")
    await _settle_doubts(writer, await writer.wait_for("Thay đổi so với bản trước"))
    await writer.press("Đăng")
    asked = shown(await approver.wait_for(f"Đính chính tin số {NUMBER} chờ"))
    _print(console, _part(asked, "Thay đổi", "Chọn|Bấm") + "\n" + asked.splitlines()[-2], "Cô Lan (người duyệt) thấy")
    await approver.press("Duyệt")
    notice = await resident.wait_for(f"ĐÍNH CHÍNH tin số {NUMBER}")
    mended = shown(await resident.wait_for("ĐÍNH CHÍNH\n"))
    _print(console, _lines(mended, most=3), "Tin cũ ở máy Bà Tư nay là")
    _print(console, shown(notice), "và Bà Tư nhận thêm")


async def _post(console: Console, writer: Finger) -> None:
    """The report is pasted; its slips are mended, and the one doubt that is as the report says is accepted."""
    console.print("[bold]1. Anh Phúc dán báo cáo của phường Mỹ Bình; bot đọc và nêu chỗ đáng ngờ[/bold]")
    await writer.say(f"/post {sample_text()}")
    draft = await writer.wait_for("Cần xem lại 4 chỗ")
    _print(console, _part(shown(draft), "⚠️", "Bấm"), "Anh Phúc (soạn tin) thấy")
    await writer.press("Sửa")
    await writer.press("Thay một chỗ")
    await writer.say(MENDED)
    console.print("Anh Phúc bấm Sửa, Thay một chỗ, và gõ lại từng chỗ (dòng cuối lại gõ nhầm):")
    console.print(escape("\n".join(f"   {line}" for line in MENDED.splitlines())))
    draft = await writer.wait_for("Cần xem lại 1 chỗ")
    _print(console, _part(shown(draft), "⚠️", "Bấm"), "còn một chỗ, đúng như văn bản: xác nhận rồi Đăng")
    await _settle_doubts(writer, draft)
    await writer.press("Đăng")
    await writer.wait_for("[Hoàn tác]")


def _part(text: str, first: str, end: str) -> str:
    """The lines from the one that begins with `first` to the next blank one, or one that begins with `end`."""
    lines = text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(first))
    kept = []
    for line in lines[start:]:
        if not line or line.startswith(tuple(end.split("|"))):
            break
        kept.append(line)
    return "\n".join(kept)


def _lines(text: str, *, most: int) -> str:
    """The first lines of a message that say something."""
    lines = [line for line in text.splitlines() if line]
    return "\n".join([*lines[:most], *(["…"] if len(lines) > most else [])])


async def _settle_doubts(writer: Finger, draft: dict[str, Any]) -> None:
    for position in re.findall(r"☐ (\d+)", " ".join(_labels(draft))):
        await writer.press(f"☐ {position}")


def _first_words(channel: TryoutChannel, persona: Persona) -> Incoming:
    return Incoming(
        channel=channel.name,
        account=channel.account_of(persona.id),
        event_key=persona.id,
        chat_id=persona.chat_id,
        name=persona.name,
    )


async def _give_roles(ward: Ward, channel: TryoutChannel) -> None:
    """Give each persona its role by an invite code, as an admin would."""
    for persona in channel.people:
        async with ward.database.write() as transaction:
            services = ward.services(transaction)
            viewer = await services.people.enter(_first_words(channel, persona))
            if persona.role > viewer.role:
                code = await services.people.make_code(persona.role, None)
                await services.people.redeem(viewer, code)


def _labels(message: dict[str, Any]) -> list[str]:
    return [button["label"] for row in message["buttons"] for button in row]


def _print(console: Console, text: str, title: str) -> None:
    console.print(Panel(escape(text), title=title, title_align="left", width=min(console.width, 96)))


async def run_demo(console: Console, *, port: int, once: bool, open_page: bool) -> None:
    """Build the temporary ward, tell its story, and serve the page until cancelled, or not at all with `once`."""
    with tempfile.TemporaryDirectory(prefix="loa-demo-") as folder:
        port, listening = free_port(port)
        channel = TryoutChannel(PERSONAS)
        # As Zalo can it, but for its pace and the pictures that it would fetch from the pages by itself.
        powers = replace(ZALO, chat_pace=None, photo_by_url=False)
        zalo = channel.beside("zalo", powers, ON_ZALO)
        ward = Ward(demo_settings(Path(folder), port), [channel, zalo], router=build_router())
        await ward.prepare(pages=True)
        routes = tryout_routes(channel, sample=sample_text())
        running = asyncio.create_task(serve(ward, routes, listening=listening, grace=0))
        try:
            await asyncio.sleep(0.2)
            await tell_story(ward, channel, console)
            if once:
                return
            address = f"http://127.0.0.1:{port}/"
            console.print(f"\n[bold green]Trang dùng thử:[/bold green] {address}   (dừng: Ctrl-C)")
            console.print(f"[bold green]Trang công khai của phường:[/bold green] {ward.settings.web.public_url}/")
            if open_page:
                await asyncio.to_thread(webbrowser.open, address)
            await running
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


def free_port(first: int) -> tuple[int, socket.socket]:
    """Listen on `first`, or on the next port that is free."""
    for port in range(first, first + PORTS_TRIED):
        try:
            return port, bind("127.0.0.1", port, "--port")
        except SetupError:
            continue
    raise SetupError(f"Các cổng từ {first} đến {first + PORTS_TRIED - 1} đều bận. Hãy chọn cổng khác bằng --port.")

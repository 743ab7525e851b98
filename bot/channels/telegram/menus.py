"""What Telegram shows beside the chat: menus of commands, and what the bot says of itself before it is begun.

All of it is only nice to have: a refusal is reported, and nothing waits for it.
"""

import asyncio

import structlog

from bot.channels.telegram.calls import is_number
from bot.channels.telegram.wire import Wire
from bot.errors import DeliveryError, RejectedError, ThrottledError
from bot.messages.message import Menu

DESCRIPTION = (
    "Loa phường gửi thông báo, lịch cúp điện, cúp nước, lịch họp và kết quả công việc của phường tới điện thoại "
    "bà con. "
    "Bà con hỏi lại được bất cứ lúc nào, gõ không dấu cũng được. Không mất tiền, ngừng lúc nào cũng được.\n\n"
    "Mời bà con bấm Bắt đầu (Start) ở bên dưới."
)
"""Stands in an empty chat; Telegram takes 512 characters."""
SHORT = "Loa phường trên điện thoại: thông báo, lịch cúp điện, lịch họp. Hỏi lại được, gõ không dấu cũng được."
"""Stands in the bot's profile, and with its link when that is forwarded; Telegram takes 120 characters."""
MOST_AT_ONCE = 4
"""Menus of single chats that are on their way; the others wait for their turn."""


class Menus:
    """The menus and descriptions of one bot."""

    def __init__(self, wire: Wire, commands: Menu, log: structlog.typing.FilteringBoundLogger) -> None:
        self._wire = wire
        self._commands = commands
        self._log = log
        self._showing: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)

    async def show(self) -> None:
        """Show everybody's menu and the descriptions; raises a DeliveryError only where Telegram cannot be reached."""
        commands = _commands(self._commands)
        try:
            await self._wire.call("setMyCommands", {"commands": commands})
            await self._wire.call("setMyCommands", {"commands": commands, "scope": {"type": "all_group_chats"}})
            await self._wire.call("setMyDescription", {"description": DESCRIPTION})
            await self._wire.call("setMyShortDescription", {"short_description": SHORT})
        except (RejectedError, ThrottledError) as error:
            self._log.warning("Telegram did not take the list of commands", reason=error.reason)

    def show_in(self, chat_id: str, menu: Menu) -> None:
        """Give one chat a menu of its own, or with an empty one everybody's again, without waiting for it."""
        if is_number(chat_id):
            task = asyncio.create_task(self._show_in(chat_id, menu))
            self._showing.add(task)
            task.add_done_callback(self._showing.discard)

    async def _show_in(self, chat_id: str, menu: Menu) -> None:
        scope = {"type": "chat", "chat_id": int(chat_id)}
        async with self._turns:
            try:
                if menu:
                    await self._wire.call("setMyCommands", {"commands": _commands(menu), "scope": scope}, within=10)
                else:
                    await self._wire.call("deleteMyCommands", {"scope": scope}, within=10)
            except DeliveryError as error:
                self._log.warning("Telegram did not take the list of commands", reason=error.reason)

    async def close(self) -> None:
        """Give up what is on its way."""
        for task in tuple(self._showing):
            task.cancel()
        await asyncio.gather(*self._showing, return_exceptions=True)


def _commands(menu: Menu) -> list[dict[str, str]]:
    return [{"command": name, "description": about} for name, about in menu]

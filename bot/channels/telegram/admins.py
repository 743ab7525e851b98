"""Whether someone is an admin of a group, or may post in a channel, asked of Telegram and remembered for a minute."""

import asyncio
from collections import OrderedDict

from bot.channels.telegram.wire import Wire
from bot.errors import DeliveryError

REMEMBERED_SECONDS = 60.0
MOST_REMEMBERED = 1024
WITHIN = 3.0
"""Seconds for the question: somebody waits for it."""


class GroupAdmins:
    """Answers for one bot; bounded, whatever number of groups writes."""

    def __init__(
        self, wire: Wire, *, remembered_seconds: float = REMEMBERED_SECONDS, most: int = MOST_REMEMBERED
    ) -> None:
        self._wire = wire
        self._remembered_seconds = remembered_seconds
        self._most = most
        self._answers: OrderedDict[tuple[str, str], tuple[float, bool]] = OrderedDict()

    async def has(self, chat_id: str, user_id: str) -> bool:
        """Whether the member is an admin of the group, or may post in the channel; False when Telegram cannot say."""
        now = asyncio.get_running_loop().time()
        until, answer = self._answers.get((chat_id, user_id), (0.0, False))
        if now < until:
            return answer
        try:
            member = await self._wire.call("getChatMember", {"chat_id": chat_id, "user_id": user_id}, within=WITHIN)
        except DeliveryError:
            # Not remembered: an admin who tries again is believed as soon as Telegram can be asked.
            return False
        status, may_post = None, False
        if isinstance(member, dict):
            # Of a channel's admins some post nothing there; of a group's nobody says so.
            status, may_post = member.get("status"), member.get("can_post_messages") is not False
        answer = status == "creator" or (status == "administrator" and may_post)
        if not answer and status not in ("member", "restricted"):
            # Whoever is let in a moment later is believed at once; only members could ask often.
            return False
        self._answers.pop((chat_id, user_id), None)
        self._answers[chat_id, user_id] = (now + self._remembered_seconds, answer)
        while len(self._answers) > self._most:
            self._answers.popitem(last=False)
        return answer

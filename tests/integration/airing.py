"""A ward with a channel, how it is named, and what stands in it."""

from bot.domain.people import Viewer
from bot.messages.incoming import Event, Origin
from bot.messages.message import Outgoing
from bot.storage import people
from tests.integration.approving import submit
from tests.integration.phones import STORM, Mail, subscribers
from tests.ward import ADMIN, TELEGRAM, Heard, House, Past

CHANNEL = "-1001234567890"
OTHER = "-1009876543210"
TITLE = "Phường Mỹ Bình"
BOT = "1"


async def let_in(house: House, chat: str = ADMIN, channel: str = CHANNEL, title: str = TITLE) -> list[Heard]:
    """Somebody makes the bot an admin of a channel."""
    return await house.hear(house.event(chat, event=Event.ADMITTED, origin=Origin(channel, title)))


async def name_channel(house: House, channel: str = CHANNEL, title: str = TITLE, by: str = ADMIN) -> Heard:
    """An admin lets the bot in and presses what it offers; returns the last word about it."""
    house.group_admins |= {(channel, BOT), (channel, by)}
    (offer,) = await let_in(house, by, channel, title)
    await house.press(by, offer.buttons["Dùng kênh này"])
    (said,) = await house.work()
    return said


@Past
async def on_air(house: House) -> None:
    """A ward with three subscribers and a channel."""
    await house.join(ADMIN)
    await subscribers._do(house)
    await name_channel(house)


async def viewer_of(house: House, chat: str) -> Viewer:
    async with house.database.read() as transaction:
        viewer = await people.find_viewer(transaction, TELEGRAM, chat)
    assert viewer is not None
    return viewer


def on_channel(mail: Mail) -> list[str]:
    return mail.telegram.texts(CHANNEL)


def sent(mail: Mail) -> list[Outgoing]:
    return [one for one in mail.telegram.rang if one.chat_id == CHANNEL]


async def publish_more(mail: Mail, text: str = STORM) -> None:
    await submit(mail.house, text)
    await mail.run()


async def lose(house: House) -> None:
    """The bot may not post there any more."""
    await house.hear(house.event(CHANNEL, event=Event.BLOCKED))

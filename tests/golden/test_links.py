"""One person at two channels, as it is seen on one of them; what is done on the other is not looked at."""

import itertools
from datetime import datetime

import pytest
from sqlalchemy import delete

from bot import cards
from bot.domain.links import Joined
from bot.messages.incoming import Incoming
from bot.services.context import Account
from bot.storage.tables import delivery
from tests.fakes.bare import BARE
from tests.golden.cast import lan, minh, phuc, tu
from tests.golden.stage import Actor, Stage
from tests.ward import FULL


@pytest.fixture
def other(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> str:
    """The ward's second channel, named as people know it; codes are always the same."""
    digits = itertools.cycle([4, 8, 2, 9, 1, 3, 5, 7, 6, 0])
    monkeypatch.setattr("bot.services.links.secrets.randbelow", lambda _: next(digits))
    channel, name = ("zalo-bot", "Zalo") if stage.route.startswith("telegram") else ("telegram", "Telegram")
    stage.house.accounts[f"{channel}:1"] = Account(FULL if name == "Telegram" else BARE, 10.0)
    step = stage._step

    async def forgetting(until: datetime) -> bool:
        async with stage.house.database.write() as transaction:
            await transaction.execute(delete(delivery).where(delivery.c.route != stage.route))
        return await step(until)

    monkeypatch.setattr(stage, "_step", forgetting)
    return name


def at_other(stage: Stage, chat: str, name: str) -> Incoming:
    channel = next(route.partition(":")[0] for route in stage.house.accounts if route != stage.route)
    return Incoming(channel, "1", chat, chat, name=name)


async def code_of(stage: Stage, chat: str, name: str) -> str:
    """A code that somebody has taken on the other channel."""
    async with stage.house.services() as services:
        return await services.links.new_code(await services.people.enter(at_other(stage, chat, name)))


async def linked_there(stage: Stage, actor: Actor) -> Joined:
    """Somebody has taken a code here, and typed it on the other channel."""
    async with stage.house.services() as services:
        route, _, account = stage.route.partition(":")
        chat = actor.phone.chat_id
        here = await services.people.enter(Incoming(route, account, chat, chat, name=actor.name))
        there = await services.people.enter(at_other(stage, f"z{actor.phone.chat_id}", actor.name))
        offer = await services.links.use(there, await services.links.new_code(here))
        assert offer is not None
        return await services.links.join(there, offer.token)


async def test_a_resident_links_chooses_where_to_be_told_and_parts(stage: Stage, other: str) -> None:
    ba = await tu(stage)
    with stage.card("privacy-link"):
        await ba.says("riêng tư")
    with stage.card("code"):
        await ba.presses(f"Liên kết với {other}")
    with stage.card("wrong_code"):
        await ba.says("lien ket 00000000")
    with stage.card("offer"):
        await ba.says(f"liên kết {await code_of(stage, 'other', 'Tư Mỹ Bình')}")
    with stage.card("declined"):
        await ba.presses("Không")
    await ba.says(await code_of(stage, "other", "Tư Mỹ Bình"))
    with stage.card("joined"):
        await ba.presses("Liên kết")
    with stage.card("standing"):
        await ba.presses(f"☑ Nhận ở {other}")
        await ba.says("lien ket")
    with stage.card("already_subscribed-linked"):
        await ba.says("đăng ký")
    with stage.card("privacy-linked"):
        await ba.says("riêng tư")
    with stage.card("ask_erase-linked"):
        await ba.presses("Xóa hết")
    await ba.says("lien ket")
    with stage.card("ask_part"):
        await ba.presses("Tách ra")
    with stage.card("parted"):
        await ba.presses("Tách ra")


async def test_the_other_phone_hears_of_a_link(stage: Stage, other: str) -> None:
    ba = await tu(stage)
    with stage.card("tell_linked"):
        await stage.show(ba, cards.links.tell_linked(await linked_there(stage, ba)))


async def test_an_admin_confirms_an_officials_second_phone(stage: Stage, other: str) -> None:
    admin, writer = await minh(stage), await phuc(stage)
    with stage.card("offer-official"):
        await writer.says(f"liên kết {await code_of(stage, 'other', 'Phúc')}")
    with stage.card("ask_confirm"):
        await writer.presses("Liên kết")
    with stage.card("members-unconfirmed"):
        await admin.says("nhân sự")
    with stage.card("confirmed"):
        await admin.presses(f"Xác nhận {other}: Phúc")
    linked = await linked_there(stage, await lan(stage))
    with stage.card("tell_confirmed"):
        await stage.show(await lan(stage), cards.links.tell_confirmed(linked))

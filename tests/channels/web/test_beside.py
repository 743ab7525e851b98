"""A second account on the try-out page: a phone with another platform's powers."""

import pytest
from markupsafe import Markup, escape

from bot.channels.tryout import TryoutChannel
from bot.channels.zalo_bot.channel import CAPABILITIES
from bot.demo.personas import PERSONAS
from bot.errors import FixedError, RejectedError
from bot.messages.message import Button, Outgoing
from tests.channels.web.test_channel import Listener, messages


async def test_an_account_beside_hears_its_own_people_and_refuses_what_its_platform_cannot_show() -> None:
    channel = TryoutChannel(PERSONAS)
    zalo = channel.beside("zalo", CAPABILITIES, "cu-dan-2")
    async with Listener(channel) as telegram, Listener(zalo) as other:
        await channel.say("cu-dan", "tin moi", "k1")
        await channel.say("cu-dan-2", "chi tieu", "k2")
    assert [(one.account, one.text) for one in telegram.came] == [("tryout", "tin moi")]
    assert [(one.account, one.text) for one in other.came] == [("zalo", "chi tieu")]
    sent = await zalo.send(Outgoing("resident2", Markup("Tin")))
    assert await zalo.send(Outgoing("resident2", Markup("Tin mới"), edit=sent)) != sent
    refused = (
        Outgoing("resident2", Markup("Tin"), ((Button("Đọc", "read 1"),),)),
        Outgoing("resident2", Markup("Tin"), keys=("Tin mới",)),
        Outgoing("resident2", escape("x" * (CAPABILITIES.text_units + 1))),
    )
    for one in refused:
        with pytest.raises(RejectedError):
            await zalo.send(one)
    for one in (
        Outgoing("resident2", Markup("Tin"), edit=sent, only_edit=True),
        Outgoing("resident2", Markup(""), delete=sent),
    ):
        with pytest.raises(FixedError):
            await zalo.send(one)
    assert [one["html"] for one in messages(channel, "cu-dan-2")][-2:] == ["Tin", "Tin mới"]
    assert [one["look"] for one in channel.personas()].count("zalo") == 1

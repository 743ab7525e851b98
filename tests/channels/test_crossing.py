"""Two people who cause each other to be told something at one moment, where each hold the numbers of their own chat."""

import asyncio
from types import ModuleType

import pytest
from markupsafe import Markup

from bot.app import FEATURES, build_router
from bot.chat.request import Answer, Request, command
from bot.domain.people import Role
from bot.messages.message import Button, Reply
from bot.messages.notice import Notice
from bot.services import Services
from bot.settings import Settings
from bot.ward import Ward
from tests.channels.town import running
from tests.fakes.bare import BareChannel


def greeting(both_here: asyncio.Barrier) -> ModuleType:
    """A feature whose command tells all other officials, once both who type it hold their own chat."""
    module = ModuleType("greeting")
    met: list[int] = []

    async def greet(request: Request, services: Services) -> Answer:
        """Chào nhau."""
        if request.viewer.person_id not in met:
            met.append(request.viewer.person_id)
            await both_here.wait()
        told = Reply(Markup("Có người chào."), ((Button("Chào lại", "greet"),),))
        mine = request.viewer.person_id
        return Answer([Reply(Markup("Đã chào."))], [Notice(told, role=Role.WRITER, besides=mine)])

    greet.__module__ = module.__name__
    vars(module)["greet"] = command("greet", "chaonhau", role=Role.WRITER)(greet)
    return module


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_two_who_tell_each_other_at_once_are_both_heard(database_url: str) -> None:
    channel = BareChannel(["Phúc", "Lan", "Bà Tư"])
    settings = Settings.model_validate({"database_url": database_url, "undo_seconds": 0})
    router = build_router((*FEATURES, greeting(asyncio.Barrier(2))))
    async with running(Ward(settings, [channel], router=router), channel.people) as town:
        town.writer.say("/greet")
        town.approver.say("/greet")
        for who in (town.writer, town.approver):
            await town.hear(who, "Đã chào.")
            await town.hear(who, "Có người chào.")
            assert not [text for text in who.texts if "trục trặc" in text]
            assert len([text for text in who.texts if text == "Đã chào."]) == 1

"""Hearing from Zalo: nothing lost that was handed over, nothing twice, nobody's webhook taken away."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise, product

import pytest
from structlog.testing import capture_logs

from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.polling import Pauses
from bot.errors import DatabaseDownError
from bot.messages.incoming import FileKind, Incoming, Raw
from tests.channels.contract import Ear, listening
from tests.channels.telegram.kit import until
from tests.channels.zalo_bot.kit import settings_for, zalo_channel_at
from tests.fakes.telegram_wire import Reply
from tests.fakes.zalo_bot import FakeZalo, Ways, broken_off, refused

ALL_WAYS = [
    Ways(idle_by_status=idle, comes_again=again, photo_field=photo, none_is_404=none)
    for idle, again, photo, none in product((True, False), (0, 2), ("photo_url", "photo"), (True, False))
]


@pytest.mark.parametrize("ways", ALL_WAYS, ids=str)
async def test_every_event_is_heard_whichever_way_zalo_goes(ways: Ways) -> None:
    ear = Ear()
    async with FakeZalo(["Lan"], ways=ways) as zalo, zalo_channel_at(zalo.url) as channel:
        (lan,) = zalo.people
        async with listening(channel, ear):
            lan.say("chào")
            lan.send_photo(b"\xff\xd8anh", "ổ gà")
            lan.send_sticker()
            lan.send_unsupported()
            await until(lambda: len(ear.taken) == 4 * (1 + ways.comes_again))
            await until(lambda: zalo.polling == 1)
        # What comes again has the key of before, which the inbox knows.
        told = list({one.event_key: one for one in ear.taken}.values())
        kinds = [one.document.kind if one.document else None for one in told]
        assert [(one.text, one.name) for one in told] == [(text, "Lan") for text in ("chào", "ổ gà", "", "")]
        assert kinds == [None, FileKind.PHOTO, FileKind.OTHER, FileKind.OTHER]
        photo = told[1].document
        assert photo is not None
        assert await channel.fetch(photo.id) == b"\xff\xd8anh"
        assert channel.unreadable == 0


async def test_an_idle_poll_is_no_trouble_also_after_one_that_failed_and_says_that_events_could_come() -> None:
    beats: list[tuple[int, str]] = []
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:

        async def take(batch: Sequence[Raw]) -> None:
            beats.append((len(batch), channel.trouble))

        task = asyncio.create_task(channel.listen(take))
        # Only polls speak with Zalo from here on.
        await until(lambda: zalo.calls["getWebhookInfo"] and zalo.polling == 1)
        zalo.script("getUpdates", broken_off(), *(refused(408, "Request timeout") for _ in range(3)))
        with capture_logs() as logged:
            await until(lambda: len(beats) >= 4)
        assert "no-answer" in [one.get("reason") for one in logged]
        assert set(beats) == {(0, "")}
        task.cancel()
        await asyncio.wait([task])


async def test_between_two_polls_lies_a_pause_though_something_waits() -> None:
    assert Pauses().between >= 1
    async with FakeZalo(["Lan"]) as zalo:
        channel = ZaloBotChannel(settings_for(zalo.url), pauses=Pauses(poll=1, between=0.4))
        for number in range(20):
            zalo.people[0].say(f"tin {number}")
        async with listening(channel, Ear()):
            await until(lambda: len(zalo.polled_at) >= 3)
        await channel.close()
        assert min(later - earlier for earlier, later in pairwise(zalo.polled_at)) >= 0.4


async def test_an_event_that_was_not_taken_in_is_kept_and_no_other_is_asked_for() -> None:
    ear = Ear(*(DatabaseDownError() for _ in range(5)))
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        for text in ("một", "hai"):
            zalo.people[0].say(text)
        async with listening(channel, ear):
            await until(lambda: len(ear.taken) == 2)
        assert [one.text for one in ear.heard] == ["một"] * 6 + ["hai"]


@pytest.mark.parametrize(
    "answer",
    [
        refused(500, "oops"),
        refused(403, "Internal server error"),
        refused(400, "Bad Request"),
        Reply(502, b"<html>", "text/html"),
        Reply(200, b"<html>", "text/html"),
        Reply(200, b'{"ok": true, "result": null}'),
        Reply(200, b'{"ok": true, "result": {"event_name": 7, "message": []}}'),
        Reply(200, b'{"ok": true, "result": [1, "x", null, {}]}'),
    ],
    ids=str,
)
async def test_no_answer_to_a_poll_stops_the_next(answer: Reply) -> None:
    ear = Ear()
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        zalo.script("getUpdates", answer)
        async with listening(channel, ear):
            zalo.people[0].say("còn đó không")
            await until(lambda: ear.taken)
        assert ear.taken[0].text == "còn đó không"


async def test_a_webhook_of_somebody_else_is_named_and_never_taken_away() -> None:
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        zalo.webhook = "https://khac.example/zalo"
        with capture_logs() as logged:
            async with listening(channel, Ear()):
                await until(lambda: channel.trouble == "webhook-elsewhere")
                await until(lambda: zalo.calls["getUpdates"] > 1)
        assert zalo.webhook == "https://khac.example/zalo"
        assert (zalo.calls["deleteWebhook"], zalo.calls["setWebhook"]) == (0, 0)
        assert "webhook-elsewhere" in [one.get("reason") for one in logged]


async def test_a_token_that_its_owner_changed_is_named_and_heard_again_once_it_is_right() -> None:
    ear = Ear()
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        zalo.revoked = True
        async with listening(channel, ear):
            await until(lambda: channel.trouble == "token-refused")
            zalo.revoked = False
            zalo.people[0].say("chào")
            await until(lambda: ear.taken)
            await until(lambda: not channel.trouble)


async def heard_in_a_group(text: str, *, groups: bool, named: bool = True) -> list[Incoming]:
    ear = Ear()
    ways = Ways(names_group_calls=named)
    async with FakeZalo(["Lan"], ways=ways) as zalo, zalo_channel_at(zalo.url, groups=groups) as channel:
        khom = zalo.group("Khóm 5")
        async with listening(channel, ear):
            await until(lambda: zalo.calls["getMe"] and zalo.polling == 1)
            khom.say(text, by="6ede9afa66b88fe60001")
            zalo.people[0].say("xong")
            await until(lambda: ear.taken and ear.taken[-1].text == "xong")
    return ear.taken[:-1]


async def test_in_a_group_the_bot_hears_what_is_said_to_it_without_its_name_where_the_ward_wants_groups() -> None:
    assert await heard_in_a_group("lịch họp", groups=False) == []
    for named in (True, False):
        (heard,) = await heard_in_a_group("lịch họp", groups=True, named=named)
        assert (heard.text, heard.group, heard.addressed, heard.speaker, heard.by_group_admin) == (
            *("lịch họp", True, True, "6ede9afa66b88fe60001", False),
        )

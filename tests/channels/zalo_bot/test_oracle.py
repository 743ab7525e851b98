"""The fake's shapes held against python-zalo-bot's models, where these agree with what is known of the wire.

Only its models: its client speaks to an older host, and takes an idle poll for an error.
"""

import zalo_bot  # type: ignore[import-untyped]  # it has no types

from bot.channels.zalo_bot.updates import read_update
from tests.channels.zalo_bot.kit import zalo_channel_at
from tests.fakes.zalo_bot import TOKEN, FakeZalo

ACCOUNT = TOKEN.partition(":")[0]


async def test_what_people_do_reads_the_same_to_the_library_and_to_the_bot() -> None:
    async with FakeZalo(["Lan"]) as zalo:
        lan, group = zalo.people[0], zalo.group("Tổ 3")
        lan.say("tin mới 👍")
        lan.send_photo(b"\xff\xd8\xff", "Ổ gà")
        lan.send_sticker()
        lan.send_unsupported()
        group.say("/moinhat", by="6ede9afa66b88fe60009")
        events = [event for event, _ in zalo.waiting]
    for event in events:
        theirs = zalo_bot.Update.de_json(event).message
        ours = read_update(event, ACCOUNT, groups=True, bot_name=zalo.bot_name).incoming
        assert ours is not None
        assert ours.sent_at is not None
        assert (theirs.chat.id, theirs.chat.type) == (ours.chat_id, "GROUP" if ours.group else "PRIVATE")
        assert theirs.from_user.display_name == (group.name if ours.group else lan.name)
        assert theirs.date.timestamp() == ours.sent_at.timestamp()
        assert theirs.message_id in ours.event_key
        if theirs.text:
            assert theirs.text.endswith(ours.text)
        if theirs.photo_url:
            assert ours.document is not None
            assert theirs.photo_url == ours.document.id
    assert [zalo_bot.Update.de_json(one).message.sticker is not None for one in events] == [
        *[False] * 2,
        True,
        *[False] * 2,
    ]


async def test_what_the_platform_answers_has_the_librarys_fields() -> None:
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        me = zalo_bot.User.de_json(await channel._wire.call("getMe", {}))
        assert (me.id, me.account_type, me.display_name) == (ACCOUNT, "BASIC", zalo.bot_name)
        sent = await channel._wire.call("sendMessage", {"chat_id": zalo.people[0].chat_id, "text": "Tin"})
        assert zalo_bot.Message.de_json(sent).message_id == zalo.people[0].messages[0].id

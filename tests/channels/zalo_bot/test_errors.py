"""What Zalo answers, and what it makes of a message: sent, to be tried again, uncertain, or this person never again."""

from itertools import product

import pytest
from markupsafe import Markup, escape

from bot.channels.zalo_bot.errors import MOST_WAIT, UNSAID_WAIT
from bot.errors import (
    ChannelDownError,
    DeliveryError,
    FixedError,
    MaybeSentError,
    NeverSentError,
    RejectedError,
    ThrottledError,
    UnreachableError,
)
from bot.messages.message import Button, File, Outgoing
from tests.channels.zalo_bot.kit import zalo_channel_at
from tests.fakes.telegram_wire import Ending, Reply
from tests.fakes.zalo_bot import FakeZalo, broken_off, refused

NEWS = Markup("Cúp điện <b>hẻm 47</b>")


async def outcome(*answers: Reply) -> str | DeliveryError:
    """What becomes of a message that is answered so."""
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        zalo.script("sendMessage", *answers)
        try:
            return await channel.send(Outgoing(zalo.people[0].chat_id, escape("Tin mới")))
        except DeliveryError as error:
            return error


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        (refused(401, "Unauthorized"), ChannelDownError, "token-refused"),
        (refused(403, "Internal server error"), NeverSentError, "server-error"),
        (refused(404, "Not Found: chat not found"), UnreachableError, "chat-not-found"),
        (refused(404, "Not Found"), RejectedError, "refused"),
        (refused(400, "Bad Request: text is too long"), RejectedError, "too-long"),
        (refused(400, "Bad Request"), RejectedError, "refused"),
        (refused(408, "Request timeout"), MaybeSentError, "gateway-timeout"),
        (refused(429, "Quota exceeded"), ThrottledError, "throttled"),
        (refused(500, "oops"), NeverSentError, "server-error"),
        (Reply(502, b"<html>bad gateway</html>", "text/html"), NeverSentError, "server-error"),
        (Reply(504, b"", "text/html"), MaybeSentError, "gateway-timeout"),
        (Reply(200, b"<html>hello</html>", "text/html"), MaybeSentError, "unreadable-answer"),
        (Reply(200, b"[]"), MaybeSentError, "unreadable-answer"),
        (Reply(200, b'{"ok": true}'), MaybeSentError, "unreadable-answer"),
        (Reply(200, b'{"ok": true, "result": {"message_id": 7}}'), MaybeSentError, "unreadable-answer"),
        (broken_off(), MaybeSentError, "no-answer"),
        (Reply(200, b"", ending=Ending.RESET), MaybeSentError, "no-answer"),
    ],
)
async def test_each_answer_forces_what_its_table_says(answer: Reply, kind: type[DeliveryError], reason: str) -> None:
    found = await outcome(answer)
    assert (type(found), getattr(found, "reason", "")) == (kind, reason)


@pytest.mark.parametrize("code", [401, 403, 404, 408, 429, 500])
async def test_a_refusal_counts_though_its_status_is_200_and_though_its_body_names_no_number(code: int) -> None:
    both = [
        await outcome(answer)
        for answer in (refused(code, "no", status=200), Reply(code, b'{"ok": false, "description": "no"}'))
    ]
    assert [type(one) for one in both] == [type(await outcome(refused(code, "no")))] * 2


@pytest.mark.parametrize(
    ("asked", "waits"), [(None, UNSAID_WAIT), (7, 7), (0.2, 1), (1e9, MOST_WAIT), (float("nan"), UNSAID_WAIT)]
)
async def test_a_throttle_waits_as_long_as_it_is_asked_within_reason(asked: float | None, waits: float) -> None:
    found = await outcome(refused(429, "Quota exceeded", wait=asked))
    assert isinstance(found, ThrottledError)
    assert found.retry_after == waits


async def test_nobody_there_was_certainly_not_written_to() -> None:
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        await zalo.stop()
        with pytest.raises(NeverSentError, match="no-connection"):
            await channel.send(Outgoing(zalo.people[0].chat_id, NEWS))
        assert channel.trouble == "no-connection"
        await zalo.start()
        await channel.send(Outgoing(zalo.people[0].chat_id, NEWS))
        assert channel.trouble == ""


async def test_marks_travel_as_units_and_a_refusal_of_them_costs_nobody_the_words() -> None:
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        lan = zalo.people[0]
        text = Markup("👍 <b>Khẩn <i>ngay</i></b> &lt;b&gt; <s>cũ</s>")
        await channel.send(Outgoing(lan.chat_id, text))
        assert lan.messages[0].styles == ((3, 9, ("b",)), (8, 4, ("i",)), (17, 2, ("s",)))
        zalo.script("sendMessage", refused(400, "Bad Request: text_styles"))
        await channel.send(Outgoing(lan.chat_id, text))
        assert [(one.text, bool(one.styles)) for one in lan.messages] == [
            ("👍 Khẩn ngay <b> cũ", True),
            ("👍 Khẩn ngay <b> cũ", False),
        ]


async def test_a_refusal_that_is_not_about_marks_is_not_tried_without_them() -> None:
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        for answer in (refused(408, "Request timeout"), refused(429, "Quota exceeded")):
            zalo.script("sendMessage", answer)
            with pytest.raises((MaybeSentError, ThrottledError)):
                await channel.send(Outgoing(zalo.people[0].chat_id, NEWS))
        assert zalo.people[0].texts == []


async def test_what_zalo_cannot_do_is_refused_before_it_is_asked() -> None:
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        lan = zalo.people[0].chat_id
        button = ((Button("Đọc", "read 1"),),)
        for message in (
            Outgoing(lan, NEWS, delete="1"),
            Outgoing(lan, NEWS, button),
            Outgoing(lan, NEWS, file=File("anh.jpg", b"x", photo=True)),
            Outgoing(lan, escape("x" * 1901)),
            Outgoing(lan, Markup(" ")),
        ):
            with pytest.raises(RejectedError):
                await channel.send(message)
        with pytest.raises(FixedError):
            await channel.send(Outgoing(lan, NEWS, edit="7", only_edit=True))
        assert not zalo.calls


async def test_a_photo_goes_by_its_address_with_the_words_under_it() -> None:
    async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
        (lan,) = zalo.people
        photo = File("anh.jpg", photo=True, id="https://phuong.example/tep/1")
        await channel.send(Outgoing(lan.chat_id, NEWS, file=photo))
        assert [(one.text, one.photo) for one in lan.messages] == [("Cúp điện hẻm 47", photo.id)]


@pytest.mark.parametrize(("none_is_404", "there"), list(product((True, False), ("", "https://khac.example/zalo"))))
async def test_where_zalo_posts_now_is_known_however_it_says_nowhere(none_is_404: bool, there: str) -> None:
    async with FakeZalo() as zalo, zalo_channel_at(zalo.url) as channel:
        zalo.ways.none_is_404, zalo.webhook = none_is_404, there
        assert await channel.webhook_there() == there

"""Photos and kept files on Telegram: what is sent, how they are changed, and by what id they go out again."""

from typing import Any

import pytest

from bot.cards.files import blank_picture
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.updates import Me, read_update
from bot.errors import GoneError, RejectedError, StaleFileError
from bot.messages.incoming import FileKind, IncomingFile
from bot.messages.message import File
from tests.channels.telegram.kit import out
from tests.fakes.conftest import PNG
from tests.fakes.telegram import FakeTelegram

PHOTO = File("Ảnh 1", PNG, photo=True)
OTHER = blank_picture()


def by_id(file_id: str) -> File:
    return File("Ảnh 1", photo=True, id=file_id)


async def test_a_photo_goes_out_with_its_caption_and_tells_its_id(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001).open()
    told: list[str] = []
    await channel.send(out(1001, "<b>Tin</b>", file=PHOTO, uploaded=told.append, protect=True))
    assert lan.last.photo is not None
    assert (lan.last.text, lan.last.photo.content, lan.last.protected) == ("Tin", PNG, True)
    assert told == [lan.last.photo.file_id]
    await channel.send(out(1001, "Tin", file=by_id(told[0]), uploaded=told.append))
    assert lan.last.photo.content == PNG
    assert len(told) == 1


async def test_a_document_tells_its_id_and_goes_out_by_it(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    lan = telegram.user(1001).open()
    told: list[str] = []
    await channel.send(out(1001, file=File("a.txt", b"x"), uploaded=told.append))
    await channel.send(out(1001, file=File("a.txt", id=told[0])))
    assert [one.document and one.document.content for one in lan.messages] == [b"x", b"x"]


async def test_an_id_that_telegram_does_not_know_is_a_stale_file(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    telegram.user(1001).open()
    with pytest.raises(StaleFileError):
        await channel.send(out(1001, file=by_id("AgACnobody")))
    message = await channel.send(out(1001, file=PHOTO))
    with pytest.raises(StaleFileError):
        await channel.send(out(1001, file=by_id("AgACnobody"), edit=message, edits_photo=True, only_edit=True))


async def test_the_words_under_a_photo_change_and_it_stays(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    lan = telegram.user(1001).open()
    message = await channel.send(out(1001, "Cũ", file=PHOTO))
    changed = out(1001, "Mới", edit=message, edits_photo=True, only_edit=True)
    for _ in range(2):
        assert await channel.send(changed) == message
    assert (lan.last.text, lan.last.photo and lan.last.photo.content, len(lan.messages)) == ("Mới", PNG, 1)


async def test_another_photo_takes_its_place_uploaded_or_by_id(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001).open()
    told: list[str] = []
    message = await channel.send(out(1001, "Tin", file=PHOTO, uploaded=told.append))
    changed: dict[str, Any] = {"edit": message, "edits_photo": True, "only_edit": True}
    await channel.send(out(1001, "Tin", file=OTHER, uploaded=told.append, **changed))
    assert lan.last.photo is not None
    assert lan.last.photo.content == OTHER.content
    assert told[1] == lan.last.photo.file_id
    await channel.send(out(1001, "Tin <i>mới</i>", file=by_id(told[0]), **changed))
    assert (lan.last.photo.content, lan.last.text, len(lan.messages)) == (PNG, "Tin mới", 1)


async def test_a_text_can_become_a_photo(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    lan = telegram.user(1001).open()
    message = await channel.send(out(1001, "Tin"))
    await channel.send(out(1001, "Tin", file=PHOTO, edit=message, only_edit=True))
    assert (lan.last.photo and lan.last.photo.content, len(lan.messages)) == (PNG, 1)


async def test_a_photo_that_was_deleted_is_gone(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    lan = telegram.user(1001).open()
    message = await channel.send(out(1001, "Tin", file=PHOTO))
    lan.delete(lan.last)
    for file in (None, OTHER):
        with pytest.raises(GoneError):
            await channel.send(out(1001, "Mới", file=file, edit=message, edits_photo=True, only_edit=True))


async def test_no_caption_is_cut(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.user(1001).open()
    message = await channel.send(out(1001, "x" * 1024, file=PHOTO))
    changes: list[dict[str, Any]] = [{"file": PHOTO}, {"edit": message, "edits_photo": True, "only_edit": True}]
    for more in changes:
        with pytest.raises(RejectedError, match="caption-too-long"):
            await channel.send(out(1001, "x" * 1025, **more))


# --- what people send -----------------------------------------------------------------------------------------------


def heard(**message: object) -> IncomingFile | None:
    chat = {"id": 1001, "type": "private", "first_name": "Lan"}
    body = {"message_id": 5, "date": 1, "chat": chat, "from": {"id": 1001, "first_name": "Lan"}, **message}
    incoming = read_update({"update_id": 1, "message": body}, Me(id=42), "42").incoming
    return incoming.document if incoming else None


def test_the_largest_size_of_a_photo_is_taken_with_its_album() -> None:
    sizes = [
        {"file_id": "big", "width": 1280, "height": 960, "file_size": 9},
        {"file_id": "small", "width": 90, "height": 60},
    ]
    assert heard(photo=sizes, media_group_id="77") == IncomingFile("big", size=9, kind=FileKind.PHOTO, album="77")


@pytest.mark.parametrize("broken", [[], [{}], "x", [None], [{"file_id": 7}]])
def test_a_photo_that_cannot_be_fetched_is_none(broken: object) -> None:
    assert heard(photo=broken) is None


@pytest.mark.parametrize("kind", ["video", "voice", "sticker", "audio", "animation", "video_note"])
def test_what_no_post_can_hold_is_told_apart(kind: str) -> None:
    more = {"document": {"file_id": "gif"}} if kind == "animation" else {}
    assert heard(**{kind: {}}, caption="Cháy ở hẻm 47", **more) == IncomingFile("", kind=FileKind.OTHER)


@pytest.mark.parametrize("kind", ["contact", "location", "poll"])
def test_what_is_no_file_at_all_is_none(kind: str) -> None:
    assert heard(**{kind: {}}) is None

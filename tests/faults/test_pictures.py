"""A photo on its way to many people: uploaded once, sent by its id, and changed in every copy with its words."""

import zlib
from collections.abc import Sequence

import pytest
from sqlalchemy import select, update

from bot.cards.files import blank_picture
from bot.domain.posts import Audience, PostNumber
from bot.errors import DatabaseDownError
from bot.services.drafts import read_text
from bot.services.intake import receive
from bot.storage import attachments
from bot.storage.tables import address, attachment, attachment_file, delivery
from tests import deeds
from tests.fakes.conftest import PNG
from tests.fakes.telegram import Fault, Person, SeenMessage
from tests.faults.kit import Ward, working
from tests.ward import NOTICE

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 2000
NOT_PICTURED = b"\x89PNG\r\n\x1a\n" + b"\x00" * 8 + (1).to_bytes(4, "big") + (9000).to_bytes(4, "big") + b"\x00"
"""A picture as tall as Telegram takes none."""

FIRST = PostNumber(Audience.EVERYONE, 1)


async def publish(ward: Ward, *photos: bytes, body: str = NOTICE, corrects: bool = False, file_id: str = "") -> int:
    """Publish a post, or a correction of the first one, that has just these photos; returns the newest dispatch."""
    async with ward.database.write() as transaction:
        viewer = await ward._enter(transaction)
        services = ward.services(transaction)
        if corrects:
            draft, _new = await services.corrections.begin(viewer, FIRST)
            for one in draft.view.attachments:
                await services.attachments.remove(viewer, draft.view.post.id, one.mark)
            draft = await services.posts.set_text(viewer, draft.view.post.id, body, read_text(body), title="Thông báo")
        else:
            draft = await services.posts.start(viewer, body, read_text(body))
        for position, content in enumerate(photos):
            got = receive(content, None, name="", photo=True, position=position, route=ward.route, file_id=file_id)
            draft, _new = await services.attachments.add(viewer, draft.view.post.id, got)
        draft = await deeds.tick(services, viewer, draft)
        outcome = await services.publishing.publish(viewer, draft, pay=ward.rate > 30, alone=True)
        return outcome.pushes[0].dispatch_id


def copies(people: Sequence[Person]) -> list[SeenMessage]:
    """The one copy that each has."""
    return [next(seen for seen in person.messages if seen.reply_to is None) for person in people]


def shown(people: Sequence[Person]) -> set[bytes | None]:
    """What pictures they see."""
    return {copy.photo.content if copy.photo else None for copy in copies(people)}


def uploads(ward: Ward, method: str = "sendPhoto") -> int:
    """How many requests carried a file."""
    return sum("bytes>" in str(entry.params) for entry in ward.tg.log.of(method))


async def test_each_process_uploads_a_photo_once_and_everybody_gets_it(ward: Ward) -> None:
    people = await ward.populate(60)
    dispatch = await publish(ward, JPEG)
    async with working(ward.app(), ward.app()):
        await ward.finished(dispatch)
    assert shown(people) == {JPEG}
    assert all(len(person.messages) == 1 for person in people)
    assert 1 <= uploads(ward) <= 2
    async with ward.database.read() as transaction:
        (file_id,) = await transaction.scalars(select(attachment_file.c.file_id))
        noted = set(await transaction.scalars(select(delivery.c.photo_id).where(delivery.c.dispatch_id == dispatch)))
    assert ward.tg.world.files[file_id].content == JPEG
    assert noted == {1}


async def test_a_photo_that_the_bot_was_sent_is_never_uploaded(ward: Ward) -> None:
    people = await ward.populate(20)
    sent = ward.tg.user(1001).send_photo(JPEG)
    assert sent.photo is not None
    dispatch = await publish(ward, JPEG, file_id=sent.photo.file_id)
    async with working(ward.app()):
        await ward.finished(dispatch)
    assert shown(people) == {JPEG}
    assert uploads(ward) == 0


async def test_an_id_of_another_bot_is_replaced_by_one_upload(ward: Ward) -> None:
    people = await ward.populate(20)
    dispatch = await publish(ward, JPEG, file_id="AgACof-another-bot")
    async with working(ward.app()):
        await ward.finished(dispatch)
    assert shown(people) == {JPEG}
    assert uploads(ward) == 1
    assert {row.attempts for row in (await ward.rows(dispatch)).values()} == {1}
    async with ward.database.read() as transaction:
        (file_id,) = await transaction.scalars(select(attachment_file.c.file_id))
    assert file_id != "AgACof-another-bot"


async def test_who_waits_for_an_upload_that_fails_gets_the_photo_by_the_next_one(ward: Ward) -> None:
    people = await ward.populate(10)
    dispatch = await publish(ward, JPEG)
    ward.tg.script("sendPhoto", then=Fault.server_error())
    async with working(ward.app()):
        await ward.pass_waits(dispatch)
    assert shown(people) == {JPEG}
    assert uploads(ward) == 2


@pytest.mark.parametrize("doing", ["find_file", "load_content", "remember_file"])
async def test_a_database_that_is_down_while_a_photo_is_asked_for_costs_nobody_the_photo(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, doing: str
) -> None:
    people = await ward.populate(6)
    dispatch = await publish(ward, JPEG)
    real, fails = getattr(attachments, doing), iter([True])

    async def failing(*given: object, **named: object) -> object:
        if next(fails, False):
            raise DatabaseDownError
        return await real(*given, **named)

    monkeypatch.setattr(attachments, doing, failing)
    async with working(ward.app()):
        await ward.pass_waits(dispatch)
    assert shown(people) == {JPEG}
    assert all(len(person.messages) == 1 for person in people)


async def test_a_photo_that_the_platform_refuses_costs_nobody_the_words(ward: Ward) -> None:
    people = await ward.populate(5)
    dispatch = await publish(ward, NOT_PICTURED)
    async with working(ward.app()):
        await ward.finished(dispatch)
    assert shown(people) == {None}
    # Not once for each of them.
    assert uploads(ward) == 1
    assert all("Tin số 1" in copy.text for copy in copies(people))
    async with ward.database.read() as transaction:
        noted = set(await transaction.scalars(select(delivery.c.photo_id).where(delivery.c.dispatch_id == dispatch)))
    assert noted == {None}


@pytest.mark.parametrize("code", [400, 403])
async def test_a_chat_that_takes_no_photos_gets_the_words_and_stays(ward: Ward, code: int) -> None:
    people = await ward.populate(3)
    dispatch = await publish(ward, JPEG)
    refusal = Fault.refusal(code, "Bad Request: not enough rights to send photos to the chat")
    ward.tg.script(lambda call: call.method == "sendPhoto" and call.chat_id == people[0].id, then=refusal)
    async with working(ward.app()):
        await ward.finished(dispatch)
    assert shown(people[:1]) == {None}
    assert shown(people[1:]) == {JPEG}
    async with ward.database.read() as transaction:
        assert all(await transaction.scalars(select(address.c.active)))


async def test_a_photo_that_is_gone_costs_nobody_the_words(ward: Ward) -> None:
    people = await ward.populate(5)
    dispatch = await publish(ward, JPEG)
    async with ward.database.write() as transaction:
        await transaction.execute(update(attachment).values(content=b""))
    async with working(ward.app()):
        await ward.finished(dispatch)
    assert shown(people) == {None}


async def test_a_correction_brings_a_photo_takes_another_and_takes_it_away(ward: Ward) -> None:
    people = await ward.populate(8)
    long = NOTICE + " " + "Xin bà con trữ nước dùng trong thời gian này. " * 60
    steps: list[tuple[tuple[bytes, ...], str, bytes | None]] = [
        ((), NOTICE, None),
        ((JPEG,), NOTICE + " Có sơ đồ.", JPEG),
        ((PNG, JPEG), NOTICE + " Có sơ đồ mới.", PNG),
        ((), long, blank_picture().content),
        ((JPEG,), NOTICE, JPEG),
    ]
    async with working(ward.app()):
        for number, (photos, body, picture) in enumerate(steps):
            dispatch = await publish(ward, *photos, body=body, corrects=number > 0)
            await ward.finished(dispatch)
            assert shown(people) == {picture}, number
            assert set(await ward.states(dispatch)) == {"sent"}, number
            for copy in copies(people):
                assert len(copy.text.encode("utf-16-le")) // 2 <= (1024 if picture else 1900)
                assert number == 0 or "ĐÍNH CHÍNH" in copy.text
    assert all(len([seen for seen in person.messages if seen.reply_to is None]) == 1 for person in people)
    # The blank one too goes to everybody by its id.
    assert uploads(ward, "editMessageMedia") == 3


async def test_a_withdrawal_leaves_nothing_of_a_photo_that_cannot_be_deleted(ward: Ward) -> None:
    people = await ward.populate(4)
    dispatch = await publish(ward, JPEG)
    ward.tg.script("deleteMessage", then=Fault.refusal(400, "Bad Request: message can't be deleted"), times=None)
    async with working(ward.app()):
        await ward.finished(dispatch)
        async with ward.database.write() as transaction:
            viewer = await ward._enter(transaction)
            fired = await ward.services(transaction).corrections.withdraw(viewer, FIRST, "nhầm ngày")
        await ward.finished(fired.pushes[0].dispatch_id)
    assert shown(people) == {blank_picture().content}
    assert all("ĐÃ THU HỒI" in copy.text and "nhầm ngày" in copy.text for copy in copies(people))
    assert not any("hẻm 47" in copy.text for copy in copies(people))


async def test_a_withdrawal_of_a_photo_that_nobody_may_change_is_said_beside_it_in_words(ward: Ward) -> None:
    (person,) = await ward.populate(1)
    dispatch = await publish(ward, JPEG)
    ward.tg.script("deleteMessage", then=Fault.refusal(400, "Bad Request: message can't be deleted"), times=None)
    ward.tg.script("editMessageMedia", then=Fault.refusal(400, "Bad Request: message can't be edited"), times=None)
    async with working(ward.app()):
        await ward.finished(dispatch)
        async with ward.database.write() as transaction:
            viewer = await ward._enter(transaction)
            fired = await ward.services(transaction).corrections.withdraw(viewer, FIRST, "nhầm ngày")
        await ward.finished(fired.pushes[0].dispatch_id)
    assert "ĐÃ THU HỒI" in person.last.text
    assert person.last.reply_to is not None
    assert person.last.photo is None


def test_the_blank_picture_can_be_read() -> None:
    content = blank_picture().content
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    start = content.index(b"IDAT") + 4
    assert len(zlib.decompress(content[start:-16])) == height * (width + 1)

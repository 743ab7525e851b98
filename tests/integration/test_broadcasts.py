"""What stands in the ward's channel: one message for each public post, which nobody counts, and none for others.

It is mended in place: no word beside it rings, and nothing is said about it but that its matter is over.
"""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.delivery import DispatchState
from bot.domain.people import Role
from bot.domain.posts import FollowUp, PostNumber
from bot.errors import MaybeSentError, UnreachableError
from bot.messages.incoming import Event
from bot.storage import broadcasts, choices, erasure, people
from bot.storage.push import copies, dispatches, fanout
from bot.storage.tables import address, delivery, person, post
from tests.integration.airing import (
    CHANNEL,
    OTHER,
    TITLE,
    let_in,
    lose,
    name_channel,
    on_air,
    on_channel,
    publish_more,
    sent,
    viewer_of,
)
from tests.integration.approving import submit
from tests.integration.phones import PEOPLE, STORM, Mail, correct, publish, withdraw
from tests.ward import ADMIN, NOTICE, TELEGRAM, After, House


@pytest.fixture
def ward(after: After) -> House:
    return after(on_air)


@pytest.fixture
def mail(ward: House) -> Mail:
    return Mail(ward)


# --- what goes there ------------------------------------------------------------------------------------------------


async def test_every_public_post_comes_once_with_its_areas_and_nothing_to_press_and_nobody_counts_it(
    mail: Mail,
) -> None:
    house = mail.house
    await house.say(ADMIN, "/khuvuc them Khóm 3")
    await house.tick("7", await house.say("7", f"/post {NOTICE}"))
    async with house.database.write() as transaction:
        await choices.set_post_area_ids(transaction, 1, [1])
        await choices.set_post_topic_ids(transaction, 1, [1])
    viewer = await viewer_of(house, "7")
    async with house.services() as services:
        draft_view = await services.posts.preview(viewer, 1)
    assert draft_view.reach.people == 3
    async with house.services() as services:
        outcome = await services.publishing.publish(viewer, draft_view, alone=True)
    assert outcome.pushes[0].total == 3
    await mail.run()
    (text,) = on_channel(mail)
    assert "📍 Khóm 3" in text
    assert "Thông báo cúp điện" in text
    (message,) = sent(mail)
    assert message.buttons == ()
    assert not message.silent
    assert message.pin is None


async def test_what_is_for_cadres_never_goes_there_nor_does_what_is_said_of_it(mail: Mail) -> None:
    house = mail.house
    await house.publish("7", NOTICE, cadres=True)
    await mail.run()
    await house.correct("7", "CB-1 11 giờ => 12 giờ")
    await mail.run()
    await house.withdraw("7", "CB-1 nhầm")
    await mail.run()
    assert on_channel(mail) == []
    channel = next(one["id"] for one in await house.rows(person) if one["kind"] == "broadcast")
    assert [one for one in await house.rows(delivery) if one["person_id"] == channel] == []


async def test_the_row_of_a_channel_ends_where_the_post_is_for_cadres_by_whatever_mistake(mail: Mail) -> None:
    """Whoever wrote it: the last look before a message goes out is at the post itself."""
    await submit(mail.house, NOTICE)
    async with mail.house.database.write() as transaction:
        await transaction.execute(update(post).values(audience="cadres"))
    await mail.run()
    assert on_channel(mail) == []


async def test_at_night_it_comes_at_once_without_a_sound_and_several_posts_are_several_messages(mail: Mail) -> None:
    house = mail.house
    await house.say(ADMIN, "/phuong yenlang 21:30-6:00")
    house.clock.moment = house.clock.moment.replace(hour=16)  # 23:00 in Vietnam
    await house.publish("7", NOTICE)
    await publish_more(mail, "Thông báo tiêm vắc xin\n\nTrạm y tế tiêm vắc xin ngày 25/11/2026.")
    assert [one.silent for one in sent(mail)] == [True, True]
    assert mail.telegram.rings(PEOPLE[0]) == []
    house.clock.advance(hours=8)
    await house.dues.run_once()
    await mail.run()
    assert len(on_channel(mail)) == 2
    assert len(mail.telegram.rings(PEOPLE[0])) == 1


async def test_a_correction_changes_the_one_message_and_no_word_beside_it_rings(mail: Mail) -> None:
    await publish(mail)
    await correct(mail)
    await mail.run()
    (text,) = on_channel(mail)
    assert "ĐÍNH CHÍNH" in text
    assert "78,4%" in text
    assert len(sent(mail)) == 1
    assert len(mail.telegram.rings(PEOPLE[0])) == 2


async def test_a_withdrawal_stays_there_as_a_word_of_its_own_in_place_of_the_post(mail: Mail) -> None:
    await publish(mail)
    await withdraw(mail)
    await mail.run()
    (text,) = on_channel(mail)
    assert "ĐÃ THU HỒI tin số 1" in text
    assert "87,4%" not in text
    # People's copies are taken out of their chats.
    assert mail.telegram.texts(PEOPLE[0]) == []


async def test_the_officials_count_is_of_people_and_names_the_channel_beside_it(mail: Mail) -> None:
    await publish(mail)
    status = await mail.house.ask("7", "/tinhtrang 1")
    assert "Đã gửi: 3/3" in status
    assert f"Kênh “{TITLE}”: đã gửi" in status
    await correct(mail)
    await mail.run()
    status = await mail.house.ask("7", "/tinhtrang 1")
    assert "Đã sửa: 3/3" in status
    assert "Đã báo: 3/3" in status
    assert f"Kênh “{TITLE}”: đã sửa" in status
    assert f"Kênh “{TITLE}”: đã báo" not in status
    async with mail.house.database.read() as transaction:
        assert await copies.count_copies(transaction, 1, [TELEGRAM]) == (3, 0)
    stats = await mail.house.ask("7", "/thongke")
    assert "3/3" in stats
    assert "4/4" not in stats
    async with mail.house.database.read() as transaction:
        assert await people.count_subscribers(transaction) == 3


async def test_a_ward_without_subscribers_is_told_that_the_channel_has_it(house: House) -> None:
    await house.join(ADMIN)
    await house.join("7", Role.WRITER)
    await name_channel(house)
    mail = Mail(house)
    await house.publish("7", NOTICE)
    await mail.run()
    assert len(on_channel(mail)) == 1
    async with house.database.read() as transaction:
        progress = await dispatches.load_progress(transaction, 1)
    assert (progress.total, progress.state) == (0, DispatchState.DONE)


async def test_what_may_have_come_twice_is_said_and_counts_no_person(mail: Mail) -> None:
    mail.telegram.fails(CHANNEL, MaybeSentError("no-answer"), MaybeSentError("no-answer"))
    await publish(mail)
    status = await mail.house.ask("7", "/tinhtrang 1")
    assert f"Kênh “{TITLE}”: chưa chắc đã đến" in status
    assert "Chưa chắc đã đến:" not in status


# --- in sight while it is urgent ------------------------------------------------------------------------------------


async def test_what_is_urgent_is_pinned_until_its_time_is_over(mail: Mail) -> None:
    await publish(mail, NOTICE, urgent=True)
    assert [one.pin for one in sent(mail)] == [True]
    mail.house.clock.advance(days=5)
    await mail.house.dues.run_once()
    await mail.run()
    (text,) = on_channel(mail)
    assert "ĐÃ KẾT THÚC" in text
    assert [one.pin for (chat, _), one in mail.telegram.shown.items() if chat == CHANNEL] == [False]
    assert [one.pin for (chat, _), one in mail.telegram.shown.items() if chat == PEOPLE[0]] == [None]


async def test_an_all_clear_is_said_once_and_takes_the_pin_away(mail: Mail) -> None:
    await publish(mail, STORM, urgent=True)
    viewer, number = await viewer_of(mail.house, "7"), PostNumber.parse("1")
    assert number is not None
    async with mail.house.services() as services:
        await services.corrections.all_clear(viewer, number, FollowUp.SAFE)
    await mail.run()
    post, word = on_channel(mail)
    assert "ĐÃ KẾT THÚC" in post
    assert "Đã an toàn" in word
    pins = [one.pin for (chat, _), one in mail.telegram.shown.items() if chat == CHANNEL]
    assert pins == [False, None]


async def test_a_correction_of_what_is_urgent_leaves_the_pin_and_a_withdrawal_takes_it(mail: Mail) -> None:
    await publish(mail, STORM, urgent=True)
    await correct(mail, "trường học => nhà văn hóa")
    await mail.run()
    assert [one.pin for (chat, _), one in mail.telegram.shown.items() if chat == CHANNEL] == [None]
    await withdraw(mail)
    await mail.run()
    assert [one.pin for (chat, _), one in mail.telegram.shown.items() if chat == CHANNEL] == [False]


# --- when it is lost, and when it is over ---------------------------------------------------------------------------


async def test_admins_hear_that_the_right_to_post_is_gone_and_that_it_is_back(mail: Mail) -> None:
    house = mail.house
    await house.notices(ADMIN)
    await lose(house)
    await lose(house)
    (told,) = await house.notices(ADMIN)
    assert f"không còn đăng được ở kênh “{TITLE}”" in told.text
    assert await house.notices("7") == []
    await publish(mail)
    assert on_channel(mail) == []
    assert "không còn quyền đăng" in await house.ask(ADMIN, "/kenh")
    assert await let_in(house) == []
    assert "lại đăng được" in (await house.notices(ADMIN))[-1].text
    await publish_more(mail)
    assert len(on_channel(mail)) == 1


async def test_a_right_that_is_found_gone_in_a_push_is_named_to_its_author_and_told_to_admins_once(mail: Mail) -> None:
    mail.telegram.fails(CHANNEL, UnreachableError("no-rights"))
    await publish(mail)
    status = await mail.house.ask("7", "/tinhtrang 1")
    assert "Đã gửi: 3/3" in status
    assert f"Kênh “{TITLE}”: bot không còn quyền đăng" in status
    told = [one.text for one in await mail.house.notices(ADMIN) if "không còn đăng được" in one.text]
    assert len(told) == 1
    await publish_more(mail)
    assert [one for one in await mail.house.notices(ADMIN) if "không còn đăng được" in one.text] == []


async def test_what_changes_in_a_channel_that_is_lost_is_not_told_again(mail: Mail) -> None:
    await publish(mail)
    await mail.house.notices(ADMIN)
    mail.telegram.fails(CHANNEL, UnreachableError("no-rights"))
    await correct(mail)
    await withdraw(mail)
    assert [one for one in await mail.house.notices(ADMIN) if "không còn đăng được" in one.text] == []


async def test_an_admin_of_another_channel_changes_nothing_for_the_wards(ward: House) -> None:
    await ward.notices(ADMIN)
    await ward.hear(ward.event(OTHER, event=Event.BLOCKED))
    assert await ward.notices(ADMIN) == []
    async with ward.database.read() as transaction:
        named = await broadcasts.find_named(transaction)
    assert named is not None
    assert named.reachable


async def test_after_it_is_stopped_nothing_new_comes_and_what_stands_there_is_still_mended(mail: Mail) -> None:
    await publish(mail)
    assert "Đã tắt" in await mail.house.ask(ADMIN, "kênh tắt")
    await publish_more(mail)
    await correct(mail)
    await mail.run()
    (text,) = on_channel(mail)
    assert "78,4%" in text
    assert "chưa có kênh nào" in await mail.house.ask(ADMIN, "/kenh tat")


async def test_a_channel_that_is_stopped_is_kept_for_what_stands_there(ward: House) -> None:
    await ward.say(ADMIN, "/kenh tat")
    async with ward.database.write() as transaction:
        strangers = await erasure.list_strangers(transaction, ward.clock.now() + timedelta(days=90), 100)
        channel = await broadcasts.find_there(transaction, TELEGRAM, CHANNEL)
    assert channel is not None
    assert channel.channel.person_id not in strangers
    assert [one["chat_id"] for one in await ward.rows(address)].count(CHANNEL) == 1


async def test_nothing_is_ever_answered_in_the_channel(ward: House) -> None:
    receiver = ward.jobs._receiver
    async with ward.database.write() as transaction:
        assert await receiver.apologise_in(transaction, TELEGRAM, CHANNEL) == []
    assert await ward.hear(ward.event(CHANNEL, event=Event.UNBLOCKED)) == []
    mail = Mail(ward)
    await mail.run()
    assert on_channel(mail) == []


async def test_a_push_to_a_channel_lacks_nothing(ward: House) -> None:
    await submit(ward, NOTICE)
    async with ward.database.write() as transaction:
        assert await fanout.fill_missing(transaction, 1) == 0
        assert (await dispatches.load_progress(transaction, 1)).total == len(PEOPLE)

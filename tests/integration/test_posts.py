"""Writing and publishing: every doubt looked at, everything or nothing, numbers without gaps, nobody asked twice.

A little over 400 lines: the whole life of a draft is told in one place.
"""

import asyncio
from typing import Any

import pytest

from bot.domain.delivery import Recipients
from bot.domain.hours import Bundle
from bot.domain.people import Role
from bot.domain.posts import Audience
from bot.errors import InvalidError, MissingError, NotAllowedError
from bot.services.drafts import read_text
from bot.storage.push import dispatches, fanout
from bot.storage.tables import audit, consent, delivery, dispatch, figure, post, revision, ward, warning
from tests.ward import ADMIN, NOTICE, SEED, House

DOUBTFUL = "Họp khóm\n\nSáng ngày 08-7, khóm 3 họp dân."


async def viewer_of(house: House, chat: str) -> Any:
    async with house.services() as services:
        return await services.people.enter(house.event(chat))


# --- drafts -------------------------------------------------------------------------------------------------------


async def test_the_preview_is_the_exact_message_that_residents_get(house: House) -> None:
    await house.join("7", Role.WRITER)
    exact, panel = await house.say("7", f"/post {SEED}")
    assert "10/12" in exact.text
    assert "Trên đây là đúng tin mà bà con sẽ nhận" in panel.text
    assert {"Đăng", "Sửa", "Đối tượng", "Chủ đề", "Khẩn", "Hủy"} <= set(panel.buttons)
    assert "Ngày chưa ghi năm" in panel.text
    assert "103,9%" in panel.text


async def test_a_draft_survives_although_its_writer_goes_away(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", f"/post {NOTICE}")
    house.clock.advance(days=3)
    (row,) = await house.rows(post)
    _, exact, panel = await house.press("7", f"post.show {row['id']}")
    assert "Thông báo cúp điện" in exact.text
    assert "Đăng" in panel.buttons


async def test_every_change_of_the_content_is_a_new_revision_and_the_old_one_stays(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {DOUBTFUL}")
    number = heard[-1].buttons["Sửa"].split()[1]
    await house.press("7", f"post.edit {number} title")
    await house.say("7", "Họp dân khóm 3")
    await house.press("7", f"post.edit {number} date")
    await house.say("7", "08/07/2026")
    await house.press("7", f"post.kind {number} announcement")
    rows = await house.rows(revision)
    assert [row["number"] for row in rows] == [1, 2, 3, 4]
    assert [row["title"] for row in rows] == ["Họp khóm", *["Họp dân khóm 3"] * 3]
    assert [row["event_date"] for row in rows] == [None, None, "2026-07-08", "2026-07-08"]
    assert rows[3]["kind"] == "announcement"
    (kept,) = await house.rows(post)
    assert kept["revision_id"] == rows[3]["id"]


async def test_another_title_stands_in_the_text_too(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", "/post Cúp điện ngày 24/11/2026\n\nHẻm 47, từ 8 giờ đến 11 giờ.")
    await house.press("7", f"post.edit {heard[-1].buttons['Sửa'].split()[1]} title")
    exact, _panel = await house.say("7", "Cúp điện ngày 25/11/2026")
    assert exact.text.count("Cúp điện ngày 25/11/2026") == 1
    assert "24/11" not in exact.text
    assert "Hẻm 47" in exact.text


async def test_saying_the_year_answers_the_doubt_about_it(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {DOUBTFUL}")
    assert "☐ 1" in heard[-1].buttons
    await house.press("7", f"post.edit {heard[-1].buttons['Sửa'].split()[1]} date")
    heard = await house.say("7", "08/07/2026")
    assert "Không thấy chỗ nào đáng ngờ" in heard[-1].text


async def test_a_tick_stays_when_another_field_changes_and_goes_when_the_text_does(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {DOUBTFUL}")
    (ticked,) = await house.press("7", heard[-1].buttons["☐ 1"])
    assert "☑ 1" in ticked.buttons
    number = ticked.buttons["Sửa"].split()[1]
    await house.press("7", f"post.edit {number} title")
    heard = await house.say("7", "Tên khác")
    assert "☑ 1" in heard[-1].buttons
    async with house.services() as services:
        viewer = await services.people.enter(house.event("7"))
        other = DOUBTFUL.replace("08-7", "09-7")
        draft = await services.posts.set_text(viewer, int(number), other, read_text(other))
    assert draft.accepted == (None,)


async def test_a_tick_can_be_taken_back(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {DOUBTFUL}")
    (ticked,) = await house.press("7", heard[-1].buttons["☐ 1"])
    (opened,) = await house.press("7", ticked.buttons["☑ 1"])
    assert "☐ 1" in opened.buttons
    assert [(row["accepted_by"], row["accepted_at"]) for row in await house.rows(warning)] == [(None, None)]


@pytest.mark.parametrize("other", [Role.RESIDENT, Role.WRITER, Role.ADMIN])
async def test_a_draft_exists_for_its_author_only(house: House, other: Role) -> None:
    await house.join("7", Role.WRITER)
    await house.join("8", other)
    heard = await house.say("7", f"/post {DOUBTFUL}")
    buttons = dict(heard[-1].buttons)
    number = buttons["Sửa"].split()[1]
    more = [f"post.show {number}", f"post.topic {number} 1", f"post.kind {number} guide", f"post.edit {number} title"]
    for data in [*buttons.values(), *more]:
        (answer,) = await house.press("8", data)
        assert "khóm" not in answer.text
        assert "không còn nữa" in answer.text or "dành cho cán bộ soạn tin" in answer.text
    for question in ("/latest", "/read 1", f"/read {number}", "/search khóm", "/results", "/meetings"):
        assert "08-7" not in await house.ask("8", question)
        assert "08-7" not in await house.ask("7", question)
    assert len(await house.rows(revision)) == 1


async def test_a_dropped_draft_cannot_be_published(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {NOTICE}")
    await house.press("7", heard[-1].buttons["Hủy"])
    assert "không còn nữa" in (await house.press("7", heard[-1].buttons["Đăng"]))[0].text
    assert await house.rows(dispatch) == []


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CADRE])
async def test_who_may_not_write_gets_no_preview_and_leaves_no_draft(house: House, role: Role) -> None:
    await house.join("7", role)
    assert "dành cho cán bộ soạn tin" in await house.ask("7", f"/post {NOTICE}")
    assert "dành cho cán bộ soạn tin" in await house.ask("7", "/post")
    assert await house.rows(post) == []


async def test_rights_are_checked_in_the_services_themselves(house: House) -> None:
    await house.join("7")
    await house.say(ADMIN, f"/post {NOTICE}")
    viewer, official = await viewer_of(house, "7"), await viewer_of(house, ADMIN)
    async with house.services() as services:
        draft = await services.posts.preview(official, 1)
        for refused in (
            services.posts.start(viewer, NOTICE, read_text(NOTICE)),
            services.posts.preview(viewer, 1),
            services.publishing.publish(viewer, draft),
            services.publishing.publish(viewer, draft, pay=True),
            services.publishing.approve(viewer, draft),
            services.publishing.undo(viewer, 1),
            services.people.invite(viewer, Role.CADRE),
            services.people.members(viewer),
            services.people.revoke(viewer, 1),
            services.ward.rename(viewer, "Phường khác"),
            services.ward.add_topic(viewer, "Chủ đề"),
            services.ward.add_area(viewer, "Khóm", []),
        ):
            with pytest.raises(NotAllowedError):
                await refused


# --- publishing -----------------------------------------------------------------------------------------------------


async def test_nothing_is_published_while_a_doubt_is_open(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {DOUBTFUL}")
    (answer,) = await house.press("7", heard[-1].buttons["Đăng"])
    assert "Còn 1 chỗ chưa xác nhận" in answer.text
    assert [row["state"] for row in await house.rows(post)] == ["draft"]
    assert await house.rows(dispatch) == []


async def test_the_button_of_an_older_preview_does_not_publish_what_nobody_saw(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {NOTICE}")
    old = heard[-1].buttons["Đăng"]
    await house.press("7", f"post.edit {old.split()[1]} title")
    await house.say("7", "Tiêu đề khác hẳn")
    heard = await house.press("7", old)
    assert "chưa đăng gì" in heard[0].text
    assert "Tiêu đề khác hẳn" in heard[1].text
    assert [row["state"] for row in await house.rows(post)] == ["draft"]


async def test_the_button_of_a_preview_for_cadres_does_not_publish_to_everyone(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {NOTICE}")
    cadres = await house.press("7", heard[-1].buttons["Đối tượng"])
    await house.press("7", cadres[-1].buttons["Đối tượng"])
    heard = await house.press("7", cadres[-1].buttons["Đăng"])
    assert "chưa đăng gì" in heard[0].text
    assert [row["state"] for row in await house.rows(post)] == ["draft"]


async def test_publishing_twice_sends_once(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.join("8", subscribed=True)
    heard = await house.say("7", f"/post {NOTICE}")
    await house.press("7", heard[-1].buttons["Đăng"])
    (answer,) = await house.press("7", heard[-1].buttons["Đăng"])
    assert "đã đăng rồi, là tin số 1" in answer.text
    assert len(await house.rows(dispatch)) == 1
    assert await house.pushes() == ["8"]


async def test_pressing_publish_many_times_at_one_moment_sends_once(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.join("8", subscribed=True)
    heard = await house.say("7", f"/post {NOTICE}")
    data = heard[-1].buttons["Đăng"]
    await asyncio.gather(*(house.receive(house.event("7", data, pressed=True)) for _ in range(5)))
    assert len(await house.rows(dispatch)) == 1
    assert await house.pushes() == ["8"]


async def test_two_writers_publishing_at_one_moment_get_two_numbers(house: House) -> None:
    presses = []
    for chat in ("7", "8", "9"):
        await house.join(chat, Role.WRITER)
        heard = await house.say(chat, f"/post {NOTICE} {chat}")
        presses.append(house.event(chat, heard[-1].buttons["Đăng"], pressed=True))
    await asyncio.gather(*(house.receive(incoming) for incoming in presses))
    assert sorted(row["number"] for row in await house.rows(post)) == [1, 2, 3]


async def test_publishing_is_all_or_nothing_and_takes_no_number_when_it_fails(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.join("7", Role.WRITER)
    await house.join("8", subscribed=True)
    heard = await house.say("7", f"/post {NOTICE}")

    async def fails(*_: object, **__: object) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(dispatches, "insert_dispatch", fails)
        (answer,) = await house.press("7", heard[-1].buttons["Đăng"])
    assert "trục trặc" in answer.text
    assert [(row["state"], row["number"]) for row in await house.rows(post)] == [("draft", None)]
    assert [row["next_number"] for row in await house.rows(ward)] == [1]
    assert "Chưa tìm thấy" in await house.ask("7", "/search cúp điện")
    await house.press("7", heard[-1].buttons["Đăng"])
    assert [row["number"] for row in await house.rows(post)] == [1]


async def test_public_and_cadre_posts_are_numbered_apart(house: House) -> None:
    await house.join("7", Role.WRITER)
    for cadres in (False, True, False, True, True):
        await house.publish("7", NOTICE, cadres=cadres)
    numbers = [(row["audience"], row["number"]) for row in await house.rows(post)]
    assert numbers == [("everyone", 1), ("cadres", 1), ("everyone", 2), ("cadres", 2), ("cadres", 3)]
    assert "CB-3" in await house.ask("7", "/latest")
    assert "cúp điện" in await house.ask("7", "/read cb 2")


async def test_what_was_read_and_who_published_it_are_kept(house: House) -> None:
    person_id = await house.join("7", Role.WRITER)
    await house.publish("7", SEED)
    (row,) = await house.rows(post)
    assert row["published_at"] is not None
    assert len(row["code"]) == 4
    assert {str(one["value"]) for one in await house.rows(figure)} >= {"103.9", "87.8"}
    (noted,) = [one for one in await house.rows(audit) if one["action"] == "schedule"]
    assert (noted["person_id"], noted["post_id"]) == (person_id, row["id"])
    assert all(one["accepted_by"] == person_id for one in await house.rows(warning))


# --- whom it goes to --------------------------------------------------------------------------------------------


async def test_a_post_without_a_topic_goes_to_every_subscriber_and_to_nobody_else(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.join("8", subscribed=True)
    await house.join("9")
    heard = await house.publish("7", NOTICE)
    assert "Đã đăng tin số 1" in heard[0].text
    assert await house.pushes() == ["8"]
    assert await house.pushes() == []


async def test_a_post_with_a_topic_goes_to_those_who_chose_it(house: House) -> None:
    await house.join("7", Role.WRITER)
    for chat in ("8", "9"):
        await house.join(chat, subscribed=True)
    (shown,) = await house.say("9", "/topics")
    await house.press("9", shown.buttons["☑ Điện–nước"])
    await house.publish("7", NOTICE, topic="Điện–nước")
    assert await house.pushes() == ["8"]
    await house.publish("7", NOTICE, topic="Y tế")
    assert await house.pushes() == ["8", "9"]


async def test_a_post_for_cadres_goes_to_cadres_only_and_never_to_a_group(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.join("8", subscribed=True)
    await house.join("9", Role.CADRE, subscribed=True)
    incoming = house.event("-500", "subscribe.agree", pressed=True, group=True, by_group_admin=True)
    await house.hear(incoming)
    await house.publish("7", NOTICE, cadres=True)
    assert await house.pushes() == ["9"]


async def test_a_post_with_an_area_goes_to_those_who_live_there_and_to_those_who_chose_none(house: House) -> None:
    await house.join(ADMIN, Role.ADMIN)
    await house.say(ADMIN, "/khuvuc them Khóm 1 = Ấp Đông")
    await house.say(ADMIN, "/khuvuc them Khóm 2")
    for chat in ("1", "2", "3"):
        await house.join(chat, subscribed=True)
    for chat, area in (("1", "Khóm 1"), ("2", "Khóm 2")):
        (shown,) = await house.say(chat, "/areas")
        await house.press(chat, shown.buttons[f"☐ {area}"])
    async with house.database.read() as transaction:
        counts = await fanout.count_addressed(transaction, Recipients(Audience.EVERYONE, area_ids=(1,)))
    assert counts == {("telegram:1", Bundle.NOW): 2}


async def test_the_preview_says_how_many_people_it_will_reach(house: House) -> None:
    await house.join("7", Role.WRITER)
    for chat in ("8", "9"):
        await house.join(chat, subscribed=True)
    heard = await house.say("7", f"/post {NOTICE}")
    assert "Gửi cho: 2 người" in heard[-1].text
    heard = await house.press("7", heard[-1].buttons["Đối tượng"])
    assert "Gửi cho: 0 người" in heard[-1].text


async def test_publishing_to_nobody_says_so(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.publish("7", NOTICE)
    assert "chưa có ai đăng ký" in heard[-1].text


async def test_a_revoked_writer_cannot_press_the_old_button(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {NOTICE}")
    await house.set_role("7", Role.RESIDENT)
    (answer,) = await house.press("7", heard[-1].buttons["Đăng"])
    assert "dành cho cán bộ soạn tin" in answer.text
    assert await house.rows(dispatch) == []


async def test_texts_and_titles_that_cannot_be_used_are_refused(house: House) -> None:
    await house.join("7", Role.WRITER)
    viewer = await viewer_of(house, "7")
    async with house.services() as services:
        for body in ("", " \n ", "a" * 200_001):
            with pytest.raises(InvalidError):
                await services.posts.start(viewer, body, read_text("Thông báo"))
        draft = await services.posts.start(viewer, NOTICE, read_text(NOTICE))
        number = draft.view.post.id
        for title in ("", " \n ", "a" * 301):
            with pytest.raises(InvalidError):
                await services.posts.set_title(viewer, number, title)
        for day in ("", "31/02/2026", "1/1", "00/00/0000", "hôm nay"):
            with pytest.raises(InvalidError):
                await services.posts.set_date(viewer, number, day)
        with pytest.raises(MissingError):
            await services.audience.toggle_topic(viewer, number, 999)


async def test_one_endless_line_still_makes_a_post_that_fits(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.publish("7", "chữ" * 1300)
    assert "Đã đăng" in heard[0].text
    (row,) = await house.rows(revision)
    assert len(row["title"]) <= 300


# --- subscribing ------------------------------------------------------------------------------------------------


async def test_consent_is_stored_with_its_version_and_time_before_anything_is_sent(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.join("8")
    assert "Đồng ý" in (await house.say("8", "/subscribe"))[0].buttons
    assert await house.rows(consent) == []
    await house.publish("7", NOTICE)
    assert await house.pushes() == []
    before = house.clock.now()
    heard = await house.press("8", "subscribe.agree")
    (row,) = await house.rows(consent)
    assert (row["version"], row["given_at"], row["withdrawn_at"]) == ("2026-11", before, None)
    assert all(label.startswith(("☑", "Xong")) for label in heard[0].buttons)
    assert "tin mới nhất" in heard[-1].text
    # The sample is a copy like any other, so that a correction reaches it.
    assert await house.pushes() == ["8"]


async def test_stopping_takes_one_word_ends_the_consent_and_what_was_queued(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.join("8", subscribed=True)
    await house.publish("7", NOTICE)
    assert "Đã ngừng gửi tin" in await house.ask("8", "ngừng")
    assert await house.pushes() == []
    assert [row["withdrawn_at"] is None for row in await house.rows(consent)] == [False]
    (row,) = [row for row in await house.rows(delivery) if row["dispatch_id"]]
    assert row["state"] == "cancelled"
    assert "hiện không đăng ký" in await house.ask("8", "ngừng")


async def test_agreeing_again_starts_a_new_consent_and_keeps_the_chosen_topics(house: House) -> None:
    await house.join("8", subscribed=True)
    (shown,) = await house.say("8", "/topics")
    await house.press("8", shown.buttons["☑ Y tế"])
    await house.say("8", "ngừng")
    await house.press("8", "subscribe.agree")
    await house.press("8", "subscribe.agree")
    assert [row["withdrawn_at"] is None for row in await house.rows(consent)] == [False, True]
    assert "☐ Y tế" in (await house.say("8", "/topics"))[0].buttons


async def test_a_retired_topic_is_not_offered_and_a_ninth_is_refused(house: House) -> None:
    await house.join(ADMIN, Role.ADMIN)
    assert "Đã đủ 8 chủ đề" in await house.ask(ADMIN, "/chude them Tuyển dụng")
    await house.say(ADMIN, "/chude bo van hoa")
    assert "Tuyển dụng" in await house.ask(ADMIN, "/chude them Tuyển dụng")
    (shown,) = await house.say(ADMIN, "/topics")
    assert "☐ Tuyển dụng" in shown.buttons
    assert "☐ Văn hóa" not in shown.buttons
    await house.join("9", Role.WRITER)
    assert "dành cho quản trị" in await house.ask("9", "/chude bo Y tế")

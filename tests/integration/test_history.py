"""What became of a post, /history and /read, and the errata of a year, /corrections: each sees what they may see.

A little over 400 lines: every move is looked at through the eyes of everybody.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest

from bot import cards
from bot.domain.delivery import Attempted, DeliveryState
from bot.domain.people import Role
from bot.messages.markup import plain
from bot.storage.push import outbox, outcomes
from bot.storage.push.outcomes import Recorded
from bot.storage.tables import audit, delivery, post
from bot.storage.views import load_view
from tests.conftest import PUSH_LANES
from tests.ward import ADMIN, FREE, NOTICE, TELEGRAM, After, House, Past, group_message

WRITER, APPROVER, CADRE, RESIDENT, SUBSCRIBERS = "7", "6", "5", "30", ("41", "42", "43")
TITLE, CHANGE = "Thông báo cúp điện", "hẻm 47 từ 8 giờ → hẻm 47 từ 9 giờ"
HIDDEN = "Họp kín Bằng Lăng\n\nHọp lúc 19 giờ ngày 30/12/2026 tại ủy ban, đến 21 giờ."


async def deliver(house: House, *, blocked: Collection[str] = (), finish: bool = True) -> None:
    """Send every push that waits, but to those who blocked the bot; `finish` lets the bot see that it is done."""
    lease, lanes = timedelta(seconds=30), PUSH_LANES
    # A notice waits some seconds while its copy is edited.
    for _ in range(2):
        now = house.clock.advance(seconds=20)
        async with house.database.write() as transaction:
            ids = await outbox.claim_rows(
                transaction, route=TELEGRAM, lanes=lanes, claim="push", now=now, lease_until=now + lease, limit=1000
            )
            rows = await outbox.load_claimed(transaction, ids, "push", [now] * len(ids), lease)
            recorded = [
                Recorded(row.id, row.claim, left)
                for row in rows
                for left in [
                    Attempted(DeliveryState.FAILED, row.attempts, now, error="blocked")
                    if row.chat_id in blocked
                    else Attempted(DeliveryState.SENT, row.attempts, now, message_id=f"m{row.id}")
                ]
            ]
            await outcomes.record(transaction, recorded, now)
    if finish:
        await house.reconciler().run_once()


def moves(text: str) -> list[str]:
    """The lines below the head, without their moments and their indentation."""
    told = text.partition("\n\n")[2].splitlines()
    return [line.split(" ", 3)[3] if line.startswith("•") else f"   {line.strip()}" for line in told]


async def settle(house: House) -> None:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join(APPROVER, Role.APPROVER)
    await house.join(CADRE, Role.CADRE)
    await house.join(RESIDENT)
    for chat in SUBSCRIBERS:
        await house.join(chat, subscribed=True)


async def copy_of(house: House, number: int) -> str:
    """What those who have the post read in its place now."""
    (current,) = [row["revision_id"] for row in await house.rows(post) if row["number"] == number]
    async with house.database.read() as transaction:
        return plain(cards.copies.push_again(await load_view(transaction, current)).text)


@Past
async def a_notice_that_three_have(house: House) -> None:
    """Nobody must approve."""
    await settle(house)
    await house.publish(WRITER, NOTICE)
    await deliver(house)


@Past.under(policy=FREE.model_copy(update={"announcement": "one", "correction": "one"}))
async def two_must_agree(house: House) -> None:
    """To notices and corrections."""
    await settle(house)


@pytest.fixture
def ward(after: After) -> House:
    return after(a_notice_that_three_have)


@pytest.fixture
def strict(after: After) -> House:
    return after(two_must_agree)


async def approve(house: House, number: int) -> None:
    _exact, panel = (await house.press(APPROVER, f"post.show {number}"))[-2:]
    await house.press(APPROVER, panel.buttons["Duyệt"])


# --- /history -----------------------------------------------------------------------------------------------------


async def test_a_resident_reads_when_a_post_was_published_and_corrected_and_what_changed(ward: House) -> None:
    ward.clock.advance(hours=2)
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await deliver(ward)
    heard = (await ward.say(RESIDENT, "/history 1"))[0]
    assert heard.text.startswith(f"Lịch sử tin số 1: {TITLE}\n\n• 10:3")
    assert moves(heard.text) == [
        "Đính chính (bản 2)",
        f"   {CHANGE}",
        "   Đã sửa 3/3.",
        "   Đã báo 3/3.",
        "Đăng tin (bản 1)",
        "   Đã gửi 3/3.",
    ]
    assert heard.buttons == {"Đọc toàn văn": "read 1"}


async def test_copies_that_were_not_reached_are_counted_once_it_is_done_and_named(ward: House) -> None:
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await deliver(ward, blocked=SUBSCRIBERS[:1], finish=False)
    assert "3" not in "".join(moves(await ward.ask(RESIDENT, "/history 1"))[:2])
    await deliver(ward)
    assert moves(await ward.ask(RESIDENT, "/history 1"))[2:4] == [
        "   Đã sửa 2/3; 1 đã chặn bot.",
        "   Đã báo 2/3; 1 đã chặn bot.",
    ]
    assert "1 đã chặn bot" in await ward.ask(RESIDENT, "/read 1")


async def test_sending_again_to_those_who_failed_makes_a_new_final_count(ward: House) -> None:
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await deliver(ward, blocked=SUBSCRIBERS[:2])
    await ward.say(WRITER, "/guilai 1")
    await deliver(ward)
    assert moves(await ward.ask(RESIDENT, "/history 1"))[2:4] == ["   Đã sửa 3/3.", "   Đã báo 3/3."]


async def test_the_count_is_noted_for_good_and_counted_by_nobody_again(ward: House) -> None:
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await deliver(ward, blocked=SUBSCRIBERS[:1])
    for chat in SUBSCRIBERS:
        await ward.press(chat, "privacy.erase")
    async with ward.database.write() as transaction:
        await transaction.execute(delivery.delete())
    assert "Tin đã gửi: đã sửa 2/3; 1 đã chặn bot." in await ward.ask(RESIDENT, "/read 1")
    done = [row["detail"] for row in await ward.rows(audit) if row["action"] == "dispatch-done"]
    assert [(one["kind"], one["sent"], one["total"], one["blocked"]) for one in done] == [
        ("new", 3, 3, 0),
        ("edit", 2, 3, 1),
        ("notice", 2, 3, 1),
    ]
    assert "Bot: ghi kết quả tin số 1 (bản 2; đã sửa 2/3; 1 đã chặn bot)" in await ward.ask(ADMIN, "/audit 1")


async def test_a_correction_that_a_newer_one_overtook_has_no_final_count(ward: House) -> None:
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await ward.correct(WRITER, "1 11 giờ => 12 giờ")
    await deliver(ward)
    told = moves(await ward.ask(RESIDENT, "/history 1"))
    assert [line for line in told if line.startswith("Đ")] == [
        "Đính chính (bản 3)",
        "Đính chính (bản 2)",
        "Đăng tin (bản 1)",
    ]
    assert "   Đã sửa 3/3." in told[: told.index("Đính chính (bản 2)")]
    assert told[told.index("Đính chính (bản 2)") + 1 : -2] == [f"   {CHANGE}"]


async def test_mended_spelling_tells_its_own_change_and_hides_no_correction_before_it(ward: House) -> None:
    await ward.publish(WRITER, "Cúp nước\n\nXin nhân dan lưu ý: cúp nước hẻm 12 từ 8 giờ đến 17 giờ ngày 28/11/2026.")
    await deliver(ward)
    await ward.correct(WRITER, "2 8 giờ => 9 giờ")
    await deliver(ward)
    ward.clock.advance(days=1)
    await ward.correct(WRITER, "2 nhân dan => nhân dân")
    await deliver(ward)
    assert moves(await ward.ask(RESIDENT, "/history 2"))[:5] == [
        "Sửa lỗi gõ (bản 3)",
        "   Xin nhân dan lưu ý → Xin nhân dân lưu ý",
        "   Đã sửa 3/3.",
        "Đính chính (bản 2)",
        "   hẻm 12 từ 8 giờ → hẻm 12 từ 9 giờ",
    ]
    above, _, rest = (await ward.ask(RESIDENT, "/read 2")).partition("\n\n")
    assert above.startswith("✏️ ĐÍNH CHÍNH lúc")
    assert "23/11/2026\nhẻm 12 từ 8 giờ → hẻm 12 từ 9 giờ\nTin đã gửi: đã sửa 3/3." in above
    assert "bản 3 (sửa lỗi gõ 24/11/2026)" in rest
    assert (await copy_of(ward, 2)).startswith("✏️ ĐÍNH CHÍNH\nhẻm 12 từ 8 giờ → hẻm 12 từ 9 giờ\n")


async def test_officials_read_who_did_what_and_everybody_else_only_what_was_published(strict: House) -> None:
    draft = (await strict.say(WRITER, f"/post {NOTICE}"))[-1]
    await strict.press(WRITER, draft.buttons["Đăng"])
    _exact, panel = (await strict.press(APPROVER, "post.show 1"))[-2:]
    await strict.press(APPROVER, panel.buttons["Trả lại"])
    await strict.say(APPROVER, "thiếu nơi liên hệ")
    await strict.press(WRITER, draft.buttons["Đăng"])
    await approve(strict, 1)
    await deliver(strict)
    await strict.correct(WRITER, "1 8 giờ => 9 giờ")
    await approve(strict, 2)
    await deliver(strict)

    for chat in (RESIDENT, CADRE, SUBSCRIBERS[0]):
        told = await strict.ask(chat, "/history 1")
        assert [line for line in moves(told) if not line.startswith(" ")] == ["Đính chính (bản 2)", "Đăng tin (bản 1)"]
        for word in ("Người 7", "Người 6", "duyệt", "liên hệ", "Người soạn", "đáng ngờ", "Tình trạng"):
            assert word not in told, (chat, word)
    for chat in (WRITER, APPROVER, ADMIN):
        first = (await strict.say(chat, "/history 1"))[0]
        assert moves(first.text) == [
            "Đính chính (bản 2)",
            f"   {CHANGE}",
            "   Đã sửa 3/3.",
            "   Đã báo 3/3.",
            "   Người soạn: Người 7",
            "Người 6: duyệt bản đính chính",
            "Người 7: gửi duyệt bản đính chính",
            "Đăng tin (bản 1)",
            "   Đã gửi 3/3.",
            "   Người soạn: Người 7",
            "Người 6: duyệt tin",
            "Người 7: gửi duyệt tin",
        ]
        second = (await strict.press(chat, first.buttons["Cũ hơn ›"]))[0]
        assert second.row.edit == "m1"
        assert moves(second.text) == ["Người 6: trả lại tin: thiếu nơi liên hệ", "Người 7: gửi duyệt tin"]
        assert first.buttons["Tình trạng"] == "status 1"


async def test_in_a_group_nobody_is_an_official(strict: House) -> None:
    await strict.press(WRITER, (await strict.say(WRITER, f"/post {NOTICE}"))[-1].buttons["Đăng"])
    await approve(strict, 1)
    (heard,) = await strict.hear(group_message(strict, "/history 1"))
    assert moves(heard.text) == ["Đăng tin (bản 1)"]


async def test_what_went_out_without_approval_says_so_until_somebody_has_looked(strict: House) -> None:
    draft = (await strict.say(WRITER, f"/post {NOTICE}"))[-1]
    heard = await strict.press(WRITER, draft.buttons["Khẩn"])
    heard = await strict.press(WRITER, heard[-1].buttons["Đăng"])
    heard = await strict.press(WRITER, heard[-1].buttons["Đăng ngay, duyệt sau"])
    await strict.press(WRITER, heard[-1].buttons["Đăng ngay"])
    told = await strict.ask(APPROVER, "/history 1")
    assert "chưa có người duyệt, còn chờ người khác xem lại" in told
    assert "Người 7: cho đăng tin khi chưa có người duyệt" in told
    assert "duyệt" not in await strict.ask(RESIDENT, "/history 1")
    await strict.press(APPROVER, "post.reviewed 1")
    told = await strict.ask(WRITER, "/history 1")
    assert "còn chờ" not in told
    assert "Người 6: xem lại tin sau khi đã đăng" in told


async def test_officials_read_who_looked_at_the_doubts(ward: House) -> None:
    await ward.publish(WRITER, "Họp khóm\n\nSáng ngày 08-7, khóm 3 họp dân.")
    assert "   Người 7 đã xem 1 chỗ đáng ngờ" in moves(await ward.ask(ADMIN, "/history 2"))
    assert "đáng ngờ" not in await ward.ask(RESIDENT, "/history 2")


async def test_an_erased_author_leaves_the_history_but_not_their_name(strict: House) -> None:
    await strict.press(WRITER, (await strict.say(WRITER, f"/post {NOTICE}"))[-1].buttons["Đăng"])
    await approve(strict, 1)
    await strict.correct(WRITER, "1 8 giờ => 9 giờ")
    await approve(strict, 2)
    await strict.say(WRITER, "/post Bản nháp\n\nChưa ai thấy.")
    await strict.press(WRITER, "privacy.erase")
    told = await strict.ask(ADMIN, "/history 1")
    assert "Người 7" not in told
    assert "Người 6: duyệt bản đính chính" in told
    assert "(không còn tên): gửi duyệt bản đính chính" in told
    assert {row["state"] for row in await strict.rows(post)} == {"published", "merged"}


async def test_an_end_and_a_word_after_the_post_are_moves_too(ward: House) -> None:
    await ward.publish(WRITER, "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày 30/11/2026 tại nhà văn hóa khóm 3.")
    await deliver(ward)
    await ward.press(WRITER, "clear.moved 2")
    await ward.say(WRITER, "19h thứ sáu 27/11")
    await deliver(ward)
    assert moves(await ward.ask(RESIDENT, "/history 2"))[:2] == [
        "Báo tiếp cho những người đã nhận: Dời sang 19h thứ sáu 27/11",
        "   Đã báo 3/3.",
    ]
    assert "– Người 7: Dời sang 19h" in await ward.ask(ADMIN, "/history 2")
    for shown in (await ward.ask(RESIDENT, "/read 2"), await copy_of(ward, 2)):
        assert shown.startswith("📌 Dời sang 19h thứ sáu 27/11\n\n")
    ward.clock.advance(days=3)
    await ward.dues.run_once()
    told = await ward.ask(RESIDENT, "/history 1")
    assert "⏹ Tin này đã kết thúc." in told
    assert moves(told)[0] == "Kết thúc"
    assert (await ward.ask(RESIDENT, "/read 1")).startswith("⏹ ĐÃ KẾT THÚC\n\n")
    assert f"1. {TITLE} (23/11/2026 · đã kết thúc)" in await ward.ask(RESIDENT, "/latest")


async def test_it_is_asked_for_as_people_talk(ward: House) -> None:
    for typed in ("lịch sử 1", "lich su tin so 1", "LICH SU tin 1 giup toi", "/lichsu #1", "history 1"):
        assert (await ward.ask(RESIDENT, typed)).startswith(f"Lịch sử tin số 1: {TITLE}"), typed


async def test_without_a_number_it_asks_which(ward: House) -> None:
    for typed in ("lịch sử", "/history", "/history phường mình", "/history 0x1", "/history 1234567890"):
        (heard,) = await ward.say(RESIDENT, typed)
        assert "lịch sử của tin số mấy" in heard.text, typed
        assert heard.buttons == {"Tin mới nhất": "latest"}, typed


# --- a withdrawn post ---------------------------------------------------------------------------------------------


async def test_of_a_withdrawn_post_people_read_when_and_why_and_nothing_that_it_said(ward: House) -> None:
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await deliver(ward)
    ward.clock.advance(hours=1)
    await ward.withdraw(WRITER, "1 nhầm ngày cúp điện ở phường khác")
    await deliver(ward, blocked=SUBSCRIBERS[:1])
    for chat in (RESIDENT, CADRE):
        (heard,) = await ward.say(chat, "/history 1")
        assert heard.text.startswith("Lịch sử tin số 1\n⛔ Tin này đã thu hồi")
        assert "• 09:3" in heard.text
        assert moves(heard.text) == [
            "Thu hồi: nhầm ngày cúp điện ở phường khác",
            "   Đã thu hồi 2/3; 1 đã chặn bot.",
            "Đính chính (bản 2)",
            "   Đã sửa 3/3.",
            "   Đã báo 3/3.",
            "Đăng tin (bản 1)",
            "   Đã gửi 3/3.",
        ]
        assert heard.buttons == {"Tin mới nhất": "latest"}
        (heard,) = await ward.press(chat, "history.text 1")
        assert "dành cho cán bộ soạn tin" in heard.text


async def test_what_was_said_of_a_withdrawn_meeting_is_told_to_officials_alone(ward: House) -> None:
    await ward.publish(WRITER, "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày 30/11/2026 tại nhà văn hóa khóm 3.")
    await ward.press(WRITER, "clear.moved 2")
    await ward.say(WRITER, "19h thứ sáu 27/11 tại đình")
    await ward.withdraw(WRITER, "2 nhầm")
    told = await ward.ask(RESIDENT, "/history 2")
    assert moves(told)[:2] == ["Thu hồi: nhầm", "Báo tiếp cho những người đã nhận"]
    assert "đình" not in told
    assert "tại đình" in await ward.ask(WRITER, "/history 2")


async def test_officials_read_all_of_a_withdrawn_post_and_that_it_holds_no_more(ward: House) -> None:
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await ward.withdraw(WRITER, "1 nhầm ngày")
    (heard,) = await ward.say(WRITER, "/history 1")
    assert heard.text.startswith(f"Lịch sử tin số 1: {TITLE}\n⛔ Tin này đã thu hồi")
    assert moves(heard.text)[:3] == ["Thu hồi – Người 7: nhầm ngày", "Đính chính (bản 2)", f"   {CHANGE}"]
    (text,) = await ward.press(WRITER, heard.buttons["Xem nội dung đã thu hồi"])
    assert text.text.startswith("⛔ ĐÃ THU HỒI: nhầm ngày\n")
    assert "từ 9 giờ đến 11 giờ" in text.text
    await ward.publish(WRITER, "Tin còn hiệu lực\n\nNội dung.")
    (refused,) = await ward.press(WRITER, "history.text 2")
    assert "Không có tin số 2" in refused.text
    (refused,) = await ward.hear(ward.event("-500", "history.text 1", pressed=True, group=True, message_id="m1"))
    assert "nhắn riêng" in refused.text


# --- a post for cadres --------------------------------------------------------------------------------------------


async def test_a_cadre_post_has_no_history_for_anybody_else_whatever_became_of_it(ward: House) -> None:
    await ward.publish(WRITER, HIDDEN, cadres=True)

    async def as_if_there_were_none() -> None:
        for speak in ({}, {"group": True, "by_group_admin": True}):
            chat = "-500" if speak else RESIDENT
            invented = await ward.ask(chat, "/history CB-9", **speak)
            assert await ward.ask(chat, "/history CB-1", **speak) == invented.replace("CB-9", "CB-1")
            assert "chưa có tin nào" in await ward.ask(chat, "/corrections", **speak)

    await as_if_there_were_none()
    await ward.correct(WRITER, "CB-1 19 giờ => 18 giờ")
    await as_if_there_were_none()
    assert "19 giờ" in await ward.ask(CADRE, "/history CB-1")
    assert "✏️ Tin số CB-1: Họp kín Bằng Lăng" in await ward.ask(CADRE, "/corrections")
    await ward.withdraw(WRITER, "CB-1 nhầm tổ")
    await as_if_there_were_none()
    assert "⛔ Tin số CB-1: đã thu hồi" in await ward.ask(CADRE, "/corrections")
    assert "Bằng Lăng" not in await ward.ask(CADRE, "/history CB-1")
    assert "Bằng Lăng" in await ward.ask(WRITER, "/history CB-1")


async def test_who_is_no_official_any_more_reads_what_everybody_reads(ward: House) -> None:
    await ward.set_role(WRITER, Role.RESIDENT)
    assert await ward.ask(WRITER, "/history 1") == await ward.ask(RESIDENT, "/history 1")


# --- /read and the lists ------------------------------------------------------------------------------------------


async def test_a_corrected_post_says_above_its_text_what_changed_when_and_how_far_it_came(ward: House) -> None:
    assert "ĐÍNH CHÍNH" not in await ward.ask(RESIDENT, "/read 1")
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    (heard,) = await ward.say(RESIDENT, "/read 1")
    assert heard.text.startswith(f"✏️ ĐÍNH CHÍNH lúc 08:31 23/11/2026\n{CHANGE}\n\n📢 THÔNG BÁO")
    await deliver(ward, blocked=SUBSCRIBERS[:1])
    (heard,) = await ward.say(RESIDENT, "/read 1")
    assert heard.text.startswith(
        f"✏️ ĐÍNH CHÍNH lúc 08:31 23/11/2026\n{CHANGE}\nTin đã gửi: đã sửa 2/3; 1 đã chặn bot.\n\n📢 THÔNG BÁO"
    )
    assert "Tin số 1 · bản 2 · đăng 23/11/2026" in heard.text
    assert heard.buttons["Các lần sửa"] == "history 1"
    assert f"1. {TITLE} (23/11/2026 · đã đính chính)" in await ward.ask(RESIDENT, "/latest")
    assert "đã đính chính" in await ward.ask(RESIDENT, "tìm cúp điện")


# --- /corrections -------------------------------------------------------------------------------------------------


async def test_the_errata_are_the_corrections_of_meaning_and_the_withdrawals_newest_first(ward: House) -> None:
    for text in ("Tin hai\n\nCó 5 hộ.", "Tin ba\n\nMã số 77.", "Tin bốn\n\nĐại hội họp."):
        await ward.publish(WRITER, text)
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await ward.correct(WRITER, "4 Đại => Đaị")
    await ward.correct(WRITER, "3 77 => 78")
    await ward.withdraw(WRITER, "3 nhầm phường")
    await ward.correct(WRITER, "2 5 hộ => 6 hộ")
    (heard,) = await ward.say(RESIDENT, "/corrections")
    assert heard.text == (
        "Các tin đã đính chính, thu hồi năm 2026\n\n"
        "✏️ Tin số 2: Tin hai (đính chính ngày 23/11/2026)\n   Có 5 hộ → Có 6 hộ\n\n"
        "⛔ Tin số 3: đã thu hồi ngày 23/11/2026\n   Lý do: nhầm phường\n\n"
        f"✏️ Tin số 1: {TITLE} (đính chính ngày 23/11/2026)\n   {CHANGE}\n\n"
        "Xem năm khác, gõ ví dụ: đã đính chính 2025"
    )
    assert heard.buttons == {"Đọc 2": "read 2", "Đọc 1": "read 1"}


async def test_the_pages_of_the_errata_are_turned_in_place(ward: House) -> None:
    for hour in range(9, 15):
        await ward.correct(WRITER, f"1 từ {hour - 1} giờ => từ {hour} giờ")
    (first,) = await ward.say(RESIDENT, "/corrections")
    assert first.text.count("✏️") == 5
    (second,) = await ward.press(RESIDENT, first.buttons["Cũ hơn ›"])
    assert second.row.edit == "m1"
    assert second.text.count("✏️") == 1
    assert CHANGE in second.text
    (again,) = await ward.press(RESIDENT, second.buttons["‹ Mới hơn"])
    assert again.text == first.text
    (past,) = await ward.press(RESIDENT, "corrections 2026 @99")
    assert "Đã hết" in past.text


async def test_a_year_begins_at_midnight_in_vietnam(ward: House) -> None:
    ward.clock.moment = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    ward.clock.moment = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    await ward.correct(WRITER, "1 11 giờ => 12 giờ")
    this, last = await ward.ask(RESIDENT, "/corrections"), await ward.ask(RESIDENT, "đã đính chính năm 2026")
    assert "năm 2027" in this
    assert "(đính chính ngày 01/01/2027)\n   8 giờ đến" not in this
    assert "12 giờ" in this
    assert CHANGE not in this
    assert "(đính chính ngày 31/12/2026)" in last
    assert "12 giờ" not in last


ERRATA = (
    "/corrections",
    "đã đính chính",
    "dinh chinh nam 2026",
    "Đính chính năm nay",
    "sửa sai",
    "/suasai 9999",
    "/suasai 20",
)


async def test_the_errata_are_asked_for_as_people_talk(ward: House) -> None:
    for typed in ERRATA:
        assert "Năm 2026 phường chưa có tin nào" in await ward.ask(RESIDENT, typed), typed
        assert "Năm 2026 phường chưa có tin nào" in await ward.ask(WRITER, typed), typed


async def test_another_year_may_be_typed(ward: House) -> None:
    assert "Năm 2025 phường chưa có tin nào" in await ward.ask(RESIDENT, "/corrections 2025")


# --- who can agree, told beforehand ---------------------------------------------------------------------------------


async def test_the_panel_says_how_many_can_approve_and_that_they_are_reminded(strict: House) -> None:
    panel = (await strict.say(WRITER, f"/post {NOTICE}"))[-1]
    assert "gửi tới 2 người duyệt trước; sau 20 phút chưa ai trả lời, bot nhắc lại." in panel.text

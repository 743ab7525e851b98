"""Writing targets in the chat: old buttons, answers that cannot be used, and another person's yes."""

from collections.abc import Sequence

import pytest

from bot.domain.people import Role
from bot.storage.tables import target
from tests.conftest import FakeClock
from tests.integration.test_targets import APPROVER, RESIDENT, ROWS, WRITER, answered, typed, write
from tests.ward import ADMIN, FREE, House, settings


@pytest.fixture
async def ward(house: House) -> House:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    return house


@pytest.mark.parametrize(
    ("before", "wrong", "said"),
    [
        (("ít nhất", "hộ"), "95 tỷ đồng", "Phải là một số"),
        (("ít nhất", "hộ"), "\n".join(f"nơi {at}: {at}" for at in range(1, 8)), "nhiều nhất 5 kế hoạch"),
        (("ít nhất", "hộ", "5", "2026"), "Chuyện trên trời", "Phường chưa có chủ đề ấy"),
        ((), "!!!", "Mời anh/chị gõ lại tên"),
    ],
)
async def test_an_answer_that_cannot_be_used_is_refused_when_it_is_given(
    ward: House, before: Sequence[str], wrong: str, said: str
) -> None:
    await answered(ward, "/capnhat them", *(("Trồng cây xanh", *before) if before else ()))
    assert said in (await answered(ward, wrong)).text
    left = ("ít nhất", "hộ", "5", "2026", "bỏ qua", "bỏ qua")[len(before) :]
    heard = await answered(ward, *(left if before else ("Trồng cây xanh", *left)))
    assert "Mới: Trồng cây xanh" in heard.text


@pytest.mark.parametrize(
    ("words", "counted"),
    [("lũy kế", ""), ("từ đầu năm", ""), ("cộng dồn", ""), ("riêng quý này", "riêng "), ("trong kỳ", "riêng ")],
)
async def test_how_a_value_counts_is_asked_again_unless_it_is_told(ward: House, words: str, counted: str) -> None:
    await typed(ward, *(row for row, _ in ROWS[:3]))
    heard = await answered(ward, "/capnhat kết nạp", "năm 2024", "ừ thì cũng vậy")
    assert "Chưa rõ số tính thế nào" in heard.text
    heard = await answered(ward, words, "12", "bỏ qua")
    assert f": {counted}năm 2024: 12" in heard.text


async def test_whoever_writes_a_table_sees_every_row_before_it_is_written(ward: House) -> None:
    rows = "\n".join(f"Trồng cây loại {at} | {at}" for at in range(1, 61))
    heard = await ward.say(WRITER, f"/capnhat\nTên | Kế hoạch\n{rows}")
    shown = "\n".join(one.text for one in heard)
    assert all(f"Trồng cây loại {at} " in shown for at in range(1, 61))
    assert "Đã ghi 60 chỉ tiêu" in await write(ward, heard[-1])


async def test_a_table_that_is_none_can_be_given_up(ward: House) -> None:
    await ward.say(WRITER, "/capnhat bang")
    (refused,) = await ward.say(WRITER, "Thu ngân sách thì cũng tốt")
    assert "hủy" in refused.text
    assert "Đã bỏ" in (await ward.press(WRITER, refused.buttons["Hủy"]))[0].text


async def test_plans_that_are_typed_anew_take_the_place_of_all(ward: House) -> None:
    await typed(ward, ROWS[0][0])
    (one,) = await ward.say(WRITER, "chỉ tiêu thu ngân sách")
    (fields,) = await ward.press(WRITER, one.buttons["Sửa"])
    (asked,) = await ward.press(WRITER, fields.buttons["Kế hoạch"])
    assert "Đang ghi: tỉnh giao: 100; HĐND phường giao: 102" in asked.text
    heard = await answered(ward, "tỉnh giao: 101")
    assert "tỉnh giao 101 (trước: 100)" in heard.text
    assert "HĐND phường giao để trống (trước: 102)" in heard.text
    await write(ward, heard)
    shown = await ward.ask(RESIDENT, "chỉ tiêu thu ngân sách")
    assert "101%" in shown
    assert "HĐND" not in shown


async def test_an_old_button_answers_no_other_question(ward: House) -> None:
    await answered(ward, "/capnhat them", "Trồng cây xanh")
    await answered(ward, "/capnhat them", "Xây cầu")
    (asked,) = await ward.say(WRITER, "ít nhất")
    assert "Đơn vị" in asked.text
    old = "target.say direction.0 nhiều nhất"
    assert "không dùng được nữa" in (await ward.press(WRITER, old))[0].text
    heard = await answered(ward, "hộ", "5", "2026", "bỏ qua", "bỏ qua")
    assert "đơn vị hộ" in heard.text
    assert "ít nhất" in heard.text


async def test_an_old_question_about_one_target_is_not_answered_for_another(ward: House) -> None:
    await typed(ward, *(row for row, _ in ROWS[:2]))
    (old,) = await ward.say(WRITER, "cập nhật hộ nghèo")
    await ward.say(WRITER, "/capnhat thu ngân sách")
    assert "không dùng được nữa" in (await ward.press(WRITER, old.buttons["năm 2026"]))[0].text


async def test_an_old_table_is_not_written_by_its_button_once_another_is_open(ward: House) -> None:
    (old,) = await ward.say(WRITER, "/capnhat\nTên | Kế hoạch\nThu quỹ | 1")
    (new,) = await ward.say(WRITER, "/capnhat\nTên | Kế hoạch\nThu quỹ | 2")
    assert "không dùng được nữa" in (await ward.press(WRITER, old.buttons["Ghi"]))[0].text
    assert not await ward.rows(target)
    assert "Đã ghi 1 chỉ tiêu" in await write(ward, new)


async def test_a_number_that_a_post_says_of_something_else_is_looked_at_first(ward: House) -> None:
    await ward.publish(WRITER, "Báo cáo năm 2026\n\nTỷ lệ hộ dùng nước sạch đạt 1,4% năm 2026.")
    await typed(ward, *(row for row, _ in ROWS[:2]))
    heard = await answered(ward, "/capnhat hộ nghèo", "năm 2024", "1,4", "1")
    assert "đạt 1,4%" in heard.text
    assert "Chưa rõ" in heard.text
    assert "năm 2024: 1,4%" not in await ward.ask(RESIDENT, "chỉ tiêu hộ nghèo"), "nobody agreed to it yet"
    assert "Đã ghi" in (await ward.press(WRITER, heard.buttons["Ghi"]))[0].text
    assert "tin số 1" in await ward.ask(RESIDENT, "chỉ tiêu hộ nghèo")


async def test_a_number_of_another_period_is_looked_at_first(ward: House) -> None:
    await ward.publish(WRITER, "Báo cáo năm 2026\n\nTỷ lệ hộ nghèo còn 1,4% năm 2026.")
    await typed(ward, *(row for row, _ in ROWS[:2]))
    assert "Chưa rõ" in (await answered(ward, "/capnhat hộ nghèo", "năm 2024", "1,4", "1")).text
    heard = await answered(ward, "bỏ qua")
    assert "Sẽ ghi 1 chỉ tiêu" in heard.text, "whoever sees that it is another may still write it without a post"


@pytest.mark.parametrize("unit", ["hộ", "‰", "tỷ đồng"])
async def test_a_unit_of_another_kind_never_relabels_old_figures(ward: House, unit: str) -> None:
    await typed(ward, *(row for row, _ in ROWS[:3]))
    head = ("Tên", "Nhiệm kỳ", "Đơn vị")
    table = "\n".join(" | ".join(row) for row in (head, ("Tỷ lệ hộ nghèo", "2020-2025", unit)))
    (refused,) = await ward.say(WRITER, f"/capnhat\n{table}")
    assert f"không đổi sang {unit} được" in refused.text
    assert "Ghi" not in refused.buttons
    head, row = ("Tên", "Nhiệm kỳ", "Đơn vị"), ("Kết nạp đảng viên", "2020-2025", "đảng viên mới")
    assert "Đã ghi 1" in await typed(ward, row, head=head), "another word for the same is no other unit"


async def test_a_unit_that_would_relabel_figures_by_now_is_declined_and_not_agreed_to(database: object) -> None:
    house = await approved(database)
    head = ("Tên", "Đơn vị", "Kế hoạch")
    await typed(house, ("Trồng cây", "cây", "5"), head=head)
    (first,) = await house.notices(APPROVER)
    await house.press(APPROVER, first.buttons["Đồng ý"])
    await typed(house, ("Trồng cây", "ha", "5"), head=head)
    (unit,) = await house.notices(APPROVER)
    await typed(house, ("Trồng cây", "3"), head=("Tên", "Thực hiện: năm 2026"))
    (value,) = await house.notices(APPROVER)
    await house.press(APPROVER, value.buttons["Đồng ý"])
    assert "không đổi sang ha được" in (await house.press(APPROVER, unit.buttons["Đồng ý"]))[0].text
    assert "Đã từ chối" in (await house.press(APPROVER, unit.buttons["Từ chối"]))[0].text


async def test_targets_of_one_name_are_told_apart_by_their_terms(ward: House) -> None:
    head = ("Tên", "Nhiệm kỳ", "Kế hoạch")
    await typed(
        ward, ("Trồng cây", "2025-2030", "100"), ("Trồng cây", "2026", "10"), ("Xây cầu", "2026", "1"), head=head
    )
    (menu,) = await ward.say(WRITER, "/capnhat")
    assert {"Trồng cây (2025-2030)", "Trồng cây (2026)", "Xây cầu"} <= set(menu.buttons)
    board = await ward.ask(RESIDENT, "/targets")
    assert "Trồng cây (2025-2030):" in board
    assert "Trồng cây (2026):" in board
    assert "Xây cầu:" in board


async def test_a_target_that_has_ended_says_so_on_the_board(ward: House) -> None:
    head = ("Tên", "Nhiệm kỳ", "Kế hoạch", "Tình trạng")
    await typed(ward, ("Trồng cây", "2026", "100", "đã kết thúc"), ("Xây cầu", "2026", "1", ""), head=head)
    board = await ward.ask(RESIDENT, "chỉ tiêu 2026")
    assert "Trồng cây, đã kết thúc:" in board
    assert "Xây cầu:" in board


async def approved(database: object) -> House:
    """A ward in which another person's yes is needed."""
    policy = FREE.model_copy(update={"report": "one"})
    house = House(database, FakeClock(), settings(policy=policy))  # type: ignore[arg-type]
    await house.join(WRITER, Role.WRITER)
    await house.join(APPROVER, Role.APPROVER)
    return house


async def test_who_agrees_sees_every_row_and_what_goes(database: object) -> None:
    house = await approved(database)
    await typed(house, *((f"Trồng cây loại {at}", str(at)) for at in range(1, 41)), head=("Tên", "Kế hoạch"))
    asked = await house.notices(APPROVER)
    shown = "\n".join(one.text for one in asked)
    assert all(f"Trồng cây loại {at} " in shown for at in range(1, 41))
    await house.press(APPROVER, asked[-1].buttons["Đồng ý"])
    await typed(house, ("Trồng cây loại 7", "9"), head=("Tên", "Kế hoạch: tỉnh giao"))
    (asked_again,) = await house.notices(APPROVER)
    assert "để trống (trước: 7)" in asked_again.text


async def test_two_who_want_the_same_are_both_told(database: object) -> None:
    house = await approved(database)
    asked = []
    for _ in range(2):
        await typed(house, ("Trồng cây", "5"), head=("Tên", "Kế hoạch"))
        asked += await house.notices(APPROVER)
    await house.press(APPROVER, asked[0].buttons["Đồng ý"])
    await house.notices(WRITER)
    assert "Không còn gì để ghi" in (await house.press(APPROVER, asked[1].buttons["Đồng ý"]))[0].text
    assert "đã đúng như anh/chị gửi" in (await house.notices(WRITER))[0].text
    late = (await house.press(APPROVER, asked[1].buttons["Đồng ý"]))[0].text
    assert "danh bạ" not in late
    assert "Gõ chỉ tiêu" in late


async def test_a_year_that_nobody_named_is_that_of_the_asking(database: object) -> None:
    house = await approved(database)
    await typed(house, ("Trồng cây", "5"), head=("Tên", "Kế hoạch"))
    (asked,) = await house.notices(APPROVER)
    house.clock.advance(days=60)
    await house.press(APPROVER, asked.buttons["Đồng ý"])
    assert [row["term"] for row in await house.rows(target)] == ["2026"]

"""Measurements out of posts: whatever is corrected, withdrawn or written anew, no value outlives its words."""

import re
from collections.abc import Coroutine, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain.life import VISIBLE
from bot.domain.people import NOBODY, Role
from bot.domain.posts import PostState
from bot.storage import targets
from bot.storage.engine import Database
from bot.storage.tables import measurement, post
from tests.integration.stories import Stage, tell
from tests.ward import House

WRITER = "7"
REPORT = "Báo cáo năm 2026\n\nThu ngân sách đạt {budget}% năm 2026; tỷ lệ hộ nghèo còn {poor}% năm 2026."
TABLE = """Tên | Đơn vị | Yêu cầu | Nhiệm kỳ | Kế hoạch
Thu ngân sách | % | ít nhất | 2026 | 100
Tỷ lệ hộ nghèo | % | nhiều nhất | 2026 | 1"""
VALUES = st.sampled_from(["91,5", "97,25", "103,9", "110,4"])


async def begin(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.say(WRITER, f"/capnhat\n{TABLE}")
    await house.say(WRITER, "ghi")


async def test_a_correction_changes_what_was_taken_and_says_so(house: House) -> None:
    await begin(house)
    heard = await house.publish(WRITER, REPORT.format(budget="97,25", poor="0,8"))
    (offered,) = [one for one in heard if "có số liệu của bảng chỉ tiêu" in one.text]
    assert "“đạt 97,25%”" in offered.text
    assert not await house.rows(measurement), "nothing is written before a writer says so"
    await house.press(WRITER, offered.buttons["Ghi số 1"])
    assert "97,25% (năm 2026)" in await house.ask("9", "/targets")
    heard = await house.correct(WRITER, "1 97,25% => 91,5%")
    assert any("97,25% → 91,5%" in one.text for one in heard)
    answer = await house.ask("9", "/targets")
    assert "91,5%" in answer
    assert "97,25" not in answer


async def test_a_post_that_was_mended_before_it_went_out_has_its_offers_too(house: House) -> None:
    await begin(house)
    panel = await house.say(WRITER, f"/post {REPORT.format(budget='91,5', poor='0,8')}")
    parts = await house.press(WRITER, panel[-1].buttons["Sửa"])
    await house.press(WRITER, parts[-1].buttons["Thay một chỗ"])
    panel = await house.tick(WRITER, await house.say(WRITER, "91,5% => 97,25%"))
    heard = await house.press(WRITER, panel[-1].buttons["Đăng"])
    assert any("“đạt 97,25%”" in one.text for one in heard)


async def test_what_a_correction_no_longer_says_is_no_value_any_more(house: House) -> None:
    await begin(house)
    heard = await house.publish(WRITER, REPORT.format(budget="97,25", poor="0,8"))
    await house.press(WRITER, heard[-1].buttons["Ghi số 1"])
    heard = await house.correct(WRITER, "1 Thu ngân sách đạt 97,25% năm 2026; tỷ => Tỷ")
    assert any("bỏ số 97,25%" in one.text for one in heard)
    assert "97,25" not in await house.ask("9", "/targets")


async def test_an_offer_that_was_overtaken_is_not_taken(house: House) -> None:
    await begin(house)
    heard = await house.publish(WRITER, REPORT.format(budget="97,25", poor="0,8"))
    await house.withdraw(WRITER, "1 nhầm số")
    refused = await house.press(WRITER, heard[-1].buttons["Ghi số 1"])
    assert "đã thu hồi" in refused[0].text
    assert not await house.rows(measurement)


async def test_an_offer_outlives_a_correction_of_something_else_and_not_one_of_its_figure(house: House) -> None:
    await begin(house)
    heard = await house.publish(WRITER, REPORT.format(budget="97,25", poor="0,8"))
    await house.correct(WRITER, "1 còn 0,8% => chỉ còn 0,9%")
    told = await house.press(WRITER, heard[-1].buttons["Ghi số 1"])
    assert "97,25%" in told[0].text
    assert "97,25% (năm 2026)" in await house.ask("9", "/targets")
    heard = await house.publish(WRITER, REPORT.format(budget="98,5", poor="0,8"))
    await house.correct(WRITER, "2 98,5 => 98,7")
    assert "Số này đã khác" in (await house.press(WRITER, heard[-1].buttons["Ghi số 1"]))[0].text
    assert await house.rows(measurement) != []
    assert "98," not in await house.ask("9", "/targets")


async def took(house: House, budget: str) -> None:
    heard = await house.publish(WRITER, REPORT.format(budget=budget, poor="0,8"))
    await house.press(WRITER, heard[-1].buttons["Ghi số 1"])


async def test_what_a_withdrawn_report_had_replaced_holds_again(house: House) -> None:
    await begin(house)
    for value in ("91,5", "97,25", "103,9"):
        await took(house, value)
    await house.withdraw(WRITER, "2 nhầm số")
    assert "103,9%" in await house.ask("9", "/targets")
    heard = await house.withdraw(WRITER, "3 nhầm số")
    assert any("bỏ số 103,9%, trở lại số đã ghi trước đó: 91,5% (tin số 1)" in one.text for one in heard)
    answer = await house.ask("9", "/targets")
    assert "91,5% (năm 2026)" in answer
    assert "97,25" not in answer
    assert "103,9" not in answer
    heard = await house.withdraw(WRITER, "1 nhầm số")
    assert any("bỏ số 91,5%, không còn tin nào ghi" in one.text for one in heard)
    assert "91,5" not in await house.ask("9", "/targets")


async def test_what_a_correction_no_longer_says_gives_way_to_what_it_had_replaced(house: House) -> None:
    await begin(house)
    await took(house, "91,5")
    await took(house, "97,25")
    heard = await house.correct(WRITER, "2 Thu ngân sách đạt 97,25% năm 2026; tỷ => Tỷ")
    assert any("trở lại số đã ghi trước đó: 91,5% (tin số 1)" in one.text for one in heard)
    assert "91,5% (năm 2026)" in await house.ask("9", "/targets")


async def test_what_was_replaced_and_is_corrected_since_does_not_hold_again(house: House) -> None:
    await begin(house)
    await took(house, "91,5")
    await took(house, "97,25")
    await house.correct(WRITER, "1 91,5% => 89,5%")
    heard = await house.withdraw(WRITER, "2 nhầm số")
    assert any("bỏ số 97,25%, không còn tin nào ghi" in one.text for one in heard)
    assert "91,5" not in await house.ask("9", "/targets")


async def test_what_was_written_by_hand_holds_again(house: House) -> None:
    await begin(house)
    async with house.database.write() as transaction:
        (budget, _) = await targets.list_targets(transaction, NOBODY)
        value, now = Decimal("88.5"), house.clock.now()
        await targets.insert_measurement(transaction, budget.id, period="năm 2026", value=value, now=now)
    await took(house, "97,25")
    heard = await house.withdraw(WRITER, "1 nhầm số")
    assert any("trở lại số đã ghi trước đó: 88,5% (cán bộ nhập tay)" in one.text for one in heard)
    assert "88,5%" in await house.ask("9", "/targets")


async def test_an_old_button_never_writes_another_figure(house: House) -> None:
    await begin(house)
    heard = await house.publish(WRITER, "Báo cáo năm 2026\n\nThu ngân sách đạt 97,25% năm 2026.")
    # What stood first stands second now, behind another statement of the same thing.
    await house.correct(WRITER, "1 Thu ngân sách đạt => Thu ngân sách đạt 60% năm 2026 ở khóm 1, cả phường đạt")
    refused = await house.press(WRITER, heard[-1].buttons["Ghi số 1"])
    assert "đã khác" in refused[0].text
    assert not await house.rows(measurement)


class MeasuringMachine(RuleBasedStateMachine):
    """A writer who publishes, takes, corrects, withdraws and writes by hand, in any order."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage, self._house = stage, stage.house
        self._said: dict[int, str] = {}
        self._run(stage.clear())
        self._run(begin(self._house))

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        self._house.clock.advance(seconds=5)
        return self._stage.loop.run_until_complete(work)

    @precondition(lambda self: len(self._said) < 20)
    @rule(value=VALUES, take=st.sampled_from([True, True, True, False]))
    def publishes(self, value: str, take: bool) -> None:
        heard = self._run(self._house.publish(WRITER, REPORT.format(budget=value, poor="0,8")))
        self._said[len(self._said) + 1] = value
        offers = [one for one in heard if "Ghi số 1" in one.buttons]
        if take and offers:
            self._run(self._house.press(WRITER, offers[0].buttons["Ghi số 1"]))

    @precondition(lambda self: any(self._said.values()))
    @rule(value=VALUES, which=st.integers(0, 5))
    def corrects(self, value: str, which: int) -> None:
        alive = [number for number, said in self._said.items() if said]
        number = alive[which % len(alive)]
        if self._said[number] != value:
            self._run(self._house.correct(WRITER, f"{number} {self._said[number]}% => {value}%"))
            self._said[number] = value

    @precondition(lambda self: any(self._said.values()))
    @rule(which=st.integers(0, 5))
    def withdraws(self, which: int) -> None:
        alive = [number for number, said in self._said.items() if said]
        number = alive[which % len(alive)]
        self._run(self._house.withdraw(WRITER, f"{number} nhầm số"))
        self._said[number] = ""

    @invariant()
    def nothing_is_stale(self) -> None:
        """Every value that is shown with a post stands in that post's text as it is now."""

        async def holds() -> None:
            async with self._house.database.read() as transaction:
                every = await targets.list_targets(transaction, NOBODY)
            bodies = {row["number"]: row for row in await self._house.rows(post) if row["number"]}
            for name, one in [(target.name, one) for target in every for one in target.measurements]:
                if one.source is None:
                    continue
                number = one.source.number.value
                assert bodies[number]["state"] == PostState.PUBLISHED
                # The same budget twice is not offered again; then the poverty rate is what stands first.
                said = self._said[number] if name == "Thu ngân sách" else "0,8"
                assert one.value == Decimal(said.replace(",", ".")), self._said
                assert re.search(rf"\b{said}%", one.source.quote)

        self._stage.loop.run_until_complete(holds())

    @invariant()
    def nothing_is_lost(self) -> None:
        """Where a post still says what was taken from it, and another took its place, some value holds."""

        async def holds() -> None:
            said = {row["id"]: row["revision_id"] for row in await self._house.rows(post) if row["state"] in VISIBLE}
            rows = await self._house.rows(measurement)
            kept = [
                one for one in rows if one["ended"] == "replaced" and said.get(one["post_id"]) == one["revision_id"]
            ]
            held = {(one["target_id"], one["period"], one["cumulative"]) for one in rows if one["ended_at"] is None}
            assert {(one["target_id"], one["period"], one["cumulative"]) for one in kept} <= held

        self._stage.loop.run_until_complete(holds())


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    made = Stage(Database(database_url))
    yield made
    made.close()


def test_a_corrected_post_never_leaves_a_stale_value(stage: Stage) -> None:
    tell(lambda: MeasuringMachine(stage), stories=4, steps=8, phases=[Phase.explicit, Phase.generate])

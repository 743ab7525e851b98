"""A correction to a thousand people over a line that drops one call in ten; nobody is killed."""

import random
import time

import pytest

from tests.fakes.telegram import Fault
from tests.fakes.telegram_faults import Call
from tests.faults.kit import Ward, working
from tests.faults.test_changes import RIGHT, WRONG

PEOPLE = 1000
SHARE = 0.1


def drop(ward: Ward, chance: random.Random, fault: Fault) -> None:
    """Drop a share of the calls, but of none that brings the old text and takes effect: its copy would be unknown."""

    def strikes(call: Call) -> bool:
        told = str(call.params.get("text", ""))
        return call.chat_id is not None and not (fault.applied and WRONG in told) and chance.random() < SHARE / 4

    ward.tg.script(strikes, then=fault, times=None)


@pytest.mark.timeout(600)
async def test_a_correction_to_a_thousand_over_a_line_that_drops_leaves_nobody_with_the_old_text(ward: Ward) -> None:
    ward.rate = 100
    await ward.populate(PEOPLE)
    await ward.publish()
    seed = time.time_ns()
    print(f"seed {seed}")  # noqa: T201 - to repeat a run that failed
    chance = random.Random(seed)
    for fault in (Fault.reset(), Fault.reset(applied=True), Fault.close(), Fault.truncated()):
        drop(ward, chance, fault)
    async with working(ward.app(), ward.app()):
        await ward.pushed(PEOPLE // 3)
        edit, notice = await ward.correct(WRONG, RIGHT)
        assert len(ward.pushes()) < PEOPLE
        for dispatch_id in (1, edit, notice):
            await ward.finished(dispatch_id, patience=300)
    rows = await ward.rows()
    for one in ward.people:
        copies = [seen.text for seen in one.messages if "ĐÍNH CHÍNH tin số 1" not in seen.text]
        # Who answered twice with silence is named as such, and may have nothing.
        assert copies or rows[str(one.id)].state == "uncertain", one.id
        assert all(f"hẻm 47 từ {RIGHT}" in text for text in copies), one.id
    states = await ward.states()
    assert set(states) <= {"sent", "uncertain"}
    assert states["sent"] >= 0.97 * PEOPLE
    assert set(await ward.states(edit)) <= {"sent", "cancelled"}

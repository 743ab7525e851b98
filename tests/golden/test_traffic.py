"""What somebody sees when more is asked than can be answered."""

from bot.domain.people import Role
from tests.golden.cast import bay, tu
from tests.golden.stage import Stage


async def test_somebody_asks_faster_than_they_can_be_answered(stage: Stage) -> None:
    resident = await tu(stage)
    await resident.says("/start")
    with stage.card("hurry", bare=False):
        await resident.asks_at_once("types 40 questions at once", [f"/read {number}" for number in range(1, 41)])


async def test_an_answer_that_comes_too_late_says_so(stage: Stage) -> None:
    resident = await tu(stage)
    await resident.says("/start")
    await stage.pause(minutes=11)
    stage.still = True
    await resident.says("/latest")
    stage.still = False
    with stage.card("too_late"):
        await stage.wait("11 minutes pass, in which the platform took nothing", minutes=11)


async def test_an_answer_that_waits_when_its_reader_loses_the_role_says_so(stage: Stage) -> None:
    cadre = await bay(stage)
    await stage.pause(minutes=2)
    stage.still = True
    await cadre.says("/latest")
    await cadre.becomes(Role.RESIDENT)
    stage.still = False
    with stage.card("role_lost"):
        await stage.wait("2 minutes pass, in which an admin took the role away", minutes=2)

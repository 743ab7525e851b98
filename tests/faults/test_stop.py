"""A worker is asked to stop at the worst moment: what it claimed is given back, what it sent is recorded."""

import asyncio
from typing import Any

import pytest

from bot.delivery.render import Renderer
from bot.storage.push import outbox, outcomes
from tests.faults.kit import Ward, working


async def test_outcomes_that_are_being_stored_when_the_worker_stops_are_stored(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ward.populate(3)
    await ward.publish()
    record = outcomes.record
    begun = asyncio.Event()

    async def slow(*arguments: Any) -> None:
        begun.set()
        await asyncio.sleep(0.3)
        await record(*arguments)

    monkeypatch.setattr(outcomes, "record", slow)
    async with working(ward.app()):
        await begun.wait()
    assert set(await ward.states()) <= {"sent", "queued"}
    assert (await ward.states()).get("sent", 0) == len(ward.pushes()) > 0


@pytest.mark.parametrize(("holder", "name"), [(outbox, "load_claimed"), (Renderer, "prepare")], ids=["before", "after"])
async def test_rows_that_are_being_claimed_when_the_worker_stops_are_given_back(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, holder: object, name: str
) -> None:
    await ward.populate(3)
    await ward.publish()
    work = getattr(holder, name)
    begun = asyncio.Event()

    async def slow(*arguments: Any, **named: Any) -> Any:
        begun.set()
        await asyncio.sleep(0.3)
        return await work(*arguments, **named)

    # Before the claim is committed, and after.
    monkeypatch.setattr(holder, name, slow)
    async with working(ward.app()):
        await begun.wait()
    assert await ward.states() == {"queued": 3}
    assert {row.attempts for row in (await ward.rows()).values()} == {0}
    assert not ward.pushes()

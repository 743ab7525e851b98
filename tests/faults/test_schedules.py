"""Two processes see the same hour come: each scheduled post goes out once, and gets one number."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.services.drafts import read_text
from bot.storage.tables import audit, delivery, dispatch, post
from tests.faults.kit import Ward, running
from tests.ward import NOTICE


async def schedule(ward: Ward, count: int) -> None:
    """So many posts of the admin, all for tomorrow."""
    reading = read_text(NOTICE)
    tomorrow = ward.clock.now() + timedelta(days=1)
    async with ward.database.write() as transaction:
        viewer = await ward._enter(transaction)
        services = ward.services(transaction)
        for number in range(count):
            # Each is a text of its own: the same one again would be doubted.
            draft = await services.posts.start(viewer, f"{NOTICE}\n\nTờ thứ {number}.", reading)
            await services.publishing.publish(viewer, draft, at=tomorrow)


@pytest.mark.parametrize("count", [20, pytest.param(1000, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
async def test_two_processes_never_let_a_scheduled_post_go_out_twice(ward: Ward, count: int) -> None:
    await ward.populate(1)
    await schedule(ward, count)
    async with running(ward.process("run"), ward.process("run")) as both:
        await ward.until(lambda: len(ward.tg.log.accepted("getMe")) >= 2)
        async with ward.database.write() as transaction:
            await transaction.execute(update(post).values(due_at=ward.clock.now()))

        async def all_out() -> bool:
            async with ward.database.read() as transaction:
                out = select(func.count()).where(post.c.state == "published")
                return await transaction.scalar(out) == count

        await ward.until(all_out, patience=300)
        # Whoever comes second looks at what the first has done.
        await asyncio.sleep(0.5)
        assert all(one.running for one in both)
    async with ward.database.read() as transaction:
        numbers = list(await transaction.scalars(select(post.c.number).order_by(post.c.number)))
        pushes = list(await transaction.scalars(select(dispatch.c.revision_id).where(dispatch.c.kind == "new")))
        rows = list(await transaction.scalars(select(delivery.c.dispatch_id).where(delivery.c.person_id.is_not(None))))
        fired = list(await transaction.scalars(select(audit.c.post_id).where(audit.c.action == "publish")))
    assert numbers == list(range(1, count + 1))
    assert len(pushes) == len(set(pushes)) == count
    assert len(fired) == len(set(fired)) == count
    assert len(rows) == len(set(rows)) == count

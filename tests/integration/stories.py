"""What tests share in which Hypothesis invents stories of a ward: the ward, made empty before each, and the telling."""

import asyncio
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import delete, update

from bot.storage.engine import Database
from bot.storage.tables import audit, metadata, ward
from tests.conftest import FakeClock
from tests.ward import House
from tests.ward import settings as house_settings


class Stage:
    """One database for all stories of a test, as opening one costs more than a story; `rules` are the house's."""

    def __init__(self, database: Database, **rules: Any) -> None:
        self.loop = asyncio.new_event_loop()
        self.database = database
        self.clock = FakeClock()
        self.house = House(database, self.clock, house_settings(**rules))

    async def clear(self) -> None:
        """Begin anew: nobody is there, nothing was published."""
        self.clock.moment = FakeClock().moment
        async with self.database.write() as transaction:
            # The audit is only ever added to: it stays, loosened from the people who go.
            await transaction.execute(update(audit).values(person_id=None))
            for table in reversed(metadata.sorted_tables):
                if table.name not in ("ward", "topic", "area", "audit"):
                    await transaction.execute(delete(table))
            await transaction.execute(update(ward).values(next_number=1, next_cadre_number=1))

    def close(self) -> None:
        """Let go of the database."""
        self.loop.run_until_complete(self.database.close())
        self.loop.close()


def tell(machine: Callable[[], RuleBasedStateMachine], *, stories: int, steps: int, **more: Any) -> None:
    """Run so many stories of so many steps; none is kept for another run."""
    run_state_machine_as_test(
        machine,  # type: ignore[arg-type]  # it is only ever called
        settings=settings(
            max_examples=stories,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )

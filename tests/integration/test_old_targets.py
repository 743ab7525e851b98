"""Targets as older versions stored them: kept, and shown as they stood."""

from typing import Any

from sqlalchemy import MetaData, insert

from bot.domain.people import NOBODY
from bot.domain.targets import Status, standing
from bot.storage import targets
from bot.storage.engine import Database
from tests.conftest import MORNING
from tests.integration.test_migrations import AT, FIRST

MEASURED = {"id": 1, "target_id": 1, "period": "năm 2022", "value": "104", "cumulative": True, "measured_at": AT}
ROWS: dict[str, list[dict[str, Any]]] = {
    "target": [
        {"id": 1, "name": "Thu ngân sách", "folded": "thu ngan sach", "unit": "%", "direction": "at-least"}
        | {"created_at": AT}
    ],
    "plan": [{"id": 1, "target_id": 1, "name": "", "value": "100"}],
    "measurement": [
        {**MEASURED, "post_id": 1},
        {**MEASURED, "id": 2, "period": "gần đây", "value": "97", "post_id": None},
    ],
}


async def test_a_target_of_the_first_version_is_shown_with_what_was_measured(empty_url: str) -> None:
    database = Database(empty_url)
    await database.migrate("0001")
    rows = {"post": FIRST["post"], **ROWS}
    reflected = MetaData()
    async with database.write() as transaction:
        await transaction.run_sync(reflected.reflect, only=[*rows])
        for name, values in rows.items():
            await transaction.execute(insert(reflected.tables[name]), values)
    await database.migrate()
    async with database.read() as transaction:
        (one,) = await targets.list_targets(transaction, NOBODY)
    assert (one.name, one.term, [(each.name, str(each.value)) for each in one.plans]) == (
        "Thu ngân sách",
        "",
        [("", "100")],
    )
    assert [(each.period, str(each.value)) for each in one.measurements] == [("gần đây", "97"), ("năm 2022", "104")]
    first, newest = one.measurements
    assert first.source is None
    assert newest.source is not None
    assert str(newest.source.number) == "1"
    assert standing(one, MORNING.date()).status is Status.EXCEEDED
    await database.close()

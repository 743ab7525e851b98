"""Search keys of before the one door for text: made anew by a migration, so that old rows are found."""

from typing import Any

from sqlalchemy import MetaData, insert, text

from bot.domain.people import NOBODY
from bot.storage import search
from bot.storage.engine import Database
from tests.integration.test_migrations import FIRST

DISGUISED = "Ðiện\u00adlực cúp ðiện ｈẻm 12"
"""Names and texts as the versions before 0008 folded them: "iendluc" was not found by "điện lực"."""


async def test_what_older_versions_folded_is_found_by_its_new_key(empty_url: str) -> None:
    old = Database(empty_url)
    await old.migrate("0007")
    reflected = MetaData()
    rows: dict[str, list[dict[str, Any]]] = {name: FIRST[name] for name in ("person", "post", "revision")}
    rows["revision"] = [{**FIRST["revision"][0], "title": DISGUISED, "body": "Tin một"}]
    figure = {"revision_id": 1, "quote": "ðạt 5", "label": "Hộ", "value": 5, "is_target": False}
    rows["figure"] = [
        {**figure, "position": 0, "folded": "ho at 5"},
        {**figure, "position": 1, "quote": "5 hộ", "folded": "x"},
    ]
    topic = {"position": 1, "preselected": True, "active": True}
    rows["topic"] = [
        {"name": "Ðiện nước", "folded": "ien nuoc", **topic},
        {"name": "Y tế", "folded": "y te", **topic},
        {"name": "Ytế", "folded": "yte", **topic},
        {"name": "Y\u00adtế", "folded": "y te 2", **topic},
    ]
    async with old.write() as transaction:
        await transaction.run_sync(reflected.reflect, only=[*rows])
        for name, values in rows.items():
            await transaction.execute(insert(reflected.tables[name]), values)
        await transaction.execute(text("UPDATE post SET revision_id = 1"))
        before = "ien luc cup ien em 12 tin mot tu tep"
        key = "post_id" if transaction.dialect.name == "postgresql" else "rowid"
        await transaction.execute(
            text(f"INSERT INTO post_search ({key}, folded) VALUES (1, :folded)"), {"folded": before}
        )
    await old.migrate()
    async with old.read() as transaction:
        assert await search.find_candidates(transaction, NOBODY, [["dien"]]) == [1]
        keys = (await transaction.scalars(text("SELECT folded FROM topic ORDER BY id"))).all()
        assert keys == ["dien nuoc", "y te", "yte", "y te 2"]
        assert (await transaction.scalars(text("SELECT folded FROM figure ORDER BY id"))).all() == ["ho dat 5", "x"]
        assert (
            await transaction.scalar(text("SELECT folded FROM post_search")) == "dienluc cup dien hem 12 tin mot tu tep"
        )
    await old.close()

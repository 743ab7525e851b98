"""Answers walk an index to the newest, and say what sorting everything would."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.domain.life import VISIBLE
from bot.domain.people import NOBODY, Role, Viewer
from bot.domain.posts import Audience, Kind, PostState
from bot.storage import history, posts, readings, search
from bot.storage.engine import Database
from bot.storage.tables import dispatch, figure, post, revision, tally

CADRE = Viewer(1, 1, "telegram:1", "1", Role.CADRE)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = ("ngan sach", "ho ngheo", "bao hiem y te")


@dataclass(frozen=True)
class Archive:
    """All rows, as dictionaries."""

    posts: list[dict[str, Any]]
    revisions: dict[int, dict[str, Any]]
    figures: list[dict[str, Any]]
    tallies: list[dict[str, Any]]
    dispatches: list[dict[str, Any]]

    def seen(self, viewer: Viewer, *states: PostState) -> list[dict[str, Any]]:
        """What a viewer may see, the newest first."""
        audiences = tuple(Audience) if viewer.sees_cadre_posts else (Audience.EVERYONE,)
        found = [one for one in self.posts if one["state"] in states and one["audience"] in audiences]
        return sorted(found, key=lambda one: (one["published_at"], one["id"]), reverse=True)


def make(dice: random.Random) -> Archive:
    """Forty posts, of which several came at one moment, in every state that a published post has."""
    archive = Archive([], {}, [], [], [])
    for number in range(1, 41):
        at = BEGAN + timedelta(minutes=dice.randrange(25))
        archive.posts.append(
            {
                "id": number,
                "number": number,
                "audience": dice.choice((*Audience, Audience.EVERYONE)).value,
                "state": dice.choice((*VISIBLE, *VISIBLE, PostState.WITHDRAWN)).value,
                "urgent": False,
                "revision_id": number,
                "created_at": at,
                "updated_at": at,
                "published_at": at,
            }
        )
        archive.revisions[number] = {
            "id": number,
            "post_id": number,
            "number": 1,
            "kind": dice.choice(tuple(Kind)).value,
            "title": f"Bài {number}",
            "body": "Nội dung",
            "summary": [],
            "guests": [],
            "created_at": at,
        }
        for position in range(dice.randrange(4)):
            archive.figures.append(
                {
                    "id": len(archive.figures) + 1,
                    "revision_id": number,
                    "position": position,
                    "quote": f"{number}.{position}",
                    "label": "",
                    "value": 1,
                    "is_target": False,
                    "folded": dice.choice(WORDS),
                }
            )
        if dice.random() < 0.2:
            archive.tallies.append({"id": number, "revision_id": number, "met": number, "total": 99})
        for kind in dice.sample(("new", "notice", "withdrawal", "edit"), 2):
            moment = BEGAN + timedelta(hours=dice.randrange(12))
            row = {"kind": kind, "lane": 3, "state": "done", "created_at": moment, "words": "nhầm"}
            archive.dispatches.append({"id": len(archive.dispatches) + 1, "revision_id": number, **row})
    return archive


async def write(database: Database, archive: Archive) -> None:
    tables = {
        post: archive.posts,
        revision: list(archive.revisions.values()),
        figure: archive.figures,
        tally: archive.tallies,
        dispatch: archive.dispatches,
    }
    async with database.write() as transaction:
        for table, rows in tables.items():
            if rows:
                await transaction.execute(insert(table), rows)


@pytest.fixture(params=range(3))
async def archive(request: pytest.FixtureRequest, database: Database) -> Archive:
    made = make(random.Random(request.param))
    await write(database, made)
    return made


@pytest.mark.parametrize("viewer", [NOBODY, CADRE], ids=["resident", "cadre"])
async def test_a_page_of_posts_is_a_piece_of_all_of_them(database: Database, archive: Archive, viewer: Viewer) -> None:
    seen = archive.seen(viewer, *VISIBLE)
    async with database.read() as transaction:
        for kind in (None, Kind.REPORT):
            all_ids = [one["id"] for one in seen if kind is None or archive.revisions[one["id"]]["kind"] == kind]
            for offset in (0, 3, len(all_ids) - 1, len(all_ids) + 5):
                page = await posts.list_posts(transaction, viewer, kind=kind, offset=max(0, offset), limit=4)
                assert [one.id for one in page] == all_ids[max(0, offset) :][:4]
        asked = [one["id"] for one in archive.posts[::3]]
        named = await posts.list_posts(transaction, viewer, ids=asked, limit=9)
        assert [one.id for one in named] == [one["id"] for one in seen if one["id"] in asked][:9]


@pytest.mark.parametrize("viewer", [NOBODY, CADRE], ids=["resident", "cadre"])
async def test_the_tally_is_the_newest_that_this_viewer_may_see(
    database: Database, archive: Archive, viewer: Viewer
) -> None:
    stated = {one["revision_id"] for one in archive.tallies}
    newest = next((one["id"] for one in archive.seen(viewer, *VISIBLE) if one["id"] in stated), None)
    async with database.read() as transaction:
        found = await readings.find_tally(transaction, viewer)
    assert (found and (found[0].met, found[1].id)) == (newest and (newest, newest))


@pytest.mark.parametrize("viewer", [NOBODY, CADRE], ids=["resident", "cadre"])
async def test_figures_come_as_their_posts_do(database: Database, archive: Archive, viewer: Viewer) -> None:
    async with database.write() as transaction:
        for number in archive.revisions:
            await search.index_post(transaction, number, number, "")
    async with database.read() as transaction:
        for words in (["ngan", "sa"], ["ho"], ["khong", "co"]):
            told = [
                one["quote"]
                for post_ in archive.seen(viewer, *VISIBLE)
                for one in archive.figures
                if one["revision_id"] == post_["id"] and all(f" {word}" in f" {one['folded']}" for word in words)
            ]
            terms = [[word] for word in words]
            ids = await search.find_candidates(transaction, viewer, terms, ways=(True,), index=search.FIGURES)
            found = await readings.list_figures(transaction, viewer, ids, terms)
            assert [one.figure.quote for one in found] == told


@pytest.mark.parametrize("viewer", [NOBODY, CADRE], ids=["resident", "cadre"])
async def test_words_are_found_however_far_back_their_posts_lie(database: Database, viewer: Viewer) -> None:
    archive, apart = make(random.Random(7)), 211
    for one in archive.posts:
        one["id"] *= apart
    for one in archive.revisions.values():
        one["post_id"] *= apart
    await write(database, archive)
    dice = random.Random(8)
    held = {one["id"]: set(dice.sample(("dien", "nuoc", "sach"), dice.randrange(4))) for one in archive.posts}
    async with database.write() as transaction:
        for one in archive.posts:
            await search.index_post(transaction, one["id"], one["revision_id"], " ".join(held[one["id"]]))
    async with database.read() as transaction:
        for words in (["dien"], ["dien", "nuoc"], ["nuoc", "sach", "dien"], ["khong"]):
            for limit in (1, 5, 100):
                for all_terms, has in ((True, set(words).issubset), (False, set(words).intersection)):
                    seen = sorted((one["id"] for one in archive.seen(viewer, *VISIBLE)), reverse=True)
                    terms = [[word] for word in words]
                    found = await search.find_candidates(transaction, viewer, terms, ways=(all_terms,), limit=limit)
                    assert found == [one for one in seen if has(held[one])][:limit]


@pytest.mark.parametrize("viewer", [NOBODY, CADRE], ids=["resident", "cadre"])
async def test_posts_with_figures_come_newest_first(database: Database, archive: Archive, viewer: Viewer) -> None:
    with_figures = {one["revision_id"] for one in archive.figures}
    seen = [one["id"] for one in archive.seen(viewer, *VISIBLE) if one["id"] in with_figures]
    async with database.read() as transaction:
        for limit in (1, 4, 100):
            assert await readings.list_telling(transaction, viewer, limit=limit) == seen[:limit]


@pytest.mark.parametrize("viewer", [NOBODY, CADRE], ids=["resident", "cadre"])
async def test_errata_come_by_their_own_moment(database: Database, archive: Archive, viewer: Viewer) -> None:
    out = {one["id"] for one in archive.seen(viewer, *VISIBLE)}
    gone = {one["id"] for one in archive.seen(viewer, PostState.WITHDRAWN)}
    since, until = BEGAN + timedelta(hours=1), BEGAN + timedelta(hours=10)
    told = [
        (one["revision_id"], one["kind"] == "withdrawal")
        for one in sorted(archive.dispatches, key=lambda one: (one["created_at"], one["id"]), reverse=True)
        if one["revision_id"] in {"notice": out, "withdrawal": gone}.get(one["kind"], ())
        and since <= one["created_at"] < until
    ]
    async with database.read() as transaction:
        for offset in (0, 2, 60):
            found = await history.list_errata(transaction, viewer, since=since, until=until, offset=offset, limit=4)
            assert [(one.number.value, one.withdrawn) for one in found] == told[offset:][:4]

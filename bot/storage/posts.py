"""Posts and their revisions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    Subquery,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.drafts import Accepted
from bot.domain.life import VISIBLE
from bot.domain.people import Viewer
from bot.domain.posts import Audience, Correction, Kind, Post, PostNumber, PostState, Said
from bot.domain.reading import Reading
from bot.domain.when_lines import WhenLines
from bot.domain.words import fold_words
from bot.storage.tables import figure, post, post_topic, revision, tally, topic, warning
from bot.storage.visibility import shown, visible

# Each with its place before it: SQLite aggregates in no order of ours.
_topics = (
    select(func.aggregate_strings(cast(topic.c.position, Text) + ":" + topic.c.name, "\n"))
    .select_from(post_topic.join(topic))
    .where(post_topic.c.post_id == post.c.id)
    .correlate(post)
    .scalar_subquery()
    .label("topics")
)


NEWEST = (post.c.published_at.desc(), post.c.id.desc())


def newest(ids: Select[tuple[int]], limit: int | BindParameter[int], *then: ColumnElement[Any]) -> Subquery:
    """The first ids of a query over posts that are out, of the newest posts first, and of one post in the order `then`.

    State by state, as the index has them, and of the others no further back than the first goes: sorting 100,000 posts
    took 140 ms of an answer on SQLite. So there may be some too many: whoever asks sorts them and cuts again.
    """

    def of(state: PostState, *more: ColumnElement[bool]) -> Select[tuple[int]]:
        return ids.where(post.c.state == state, *more).order_by(*NEWEST, *then).limit(limit)

    first = of(VISIBLE[0]).add_columns(post.c.published_at).cte()
    last = select(first.c.published_at).order_by(first.c.published_at.desc()).limit(1).offset(limit - 1)
    since = func.coalesce(last.scalar_subquery(), literal_column("0"))
    others = [of(state, post.c.published_at >= since).subquery() for state in VISIBLE[1:]]
    return union_all(select(first.c.id), *(select(one.c.id) for one in others)).subquery()


def select_posts() -> Select[Any]:
    """Posts beside their current revisions and topics, for `fetch_posts`."""
    return select(post, revision, _topics).join(revision, revision.c.id == post.c.revision_id)


async def fetch_posts(
    connection: AsyncConnection, query: Select[Any], known: Mapping[str, Any] | None = None
) -> list[Post]:
    """The posts of a `select_posts` query, in its order, with topics and what was changed."""
    rows = [_parts(row) for row in await connection.execute(query, known)]
    changes = await _list_changes(connection, rows)
    return [_post(*row, made) for row, made in zip(rows, changes, strict=True)]


Values = Mapping[str, Any]


def _parts(row: Row[*tuple[Any, ...]]) -> tuple[Values, Values, str]:
    """A row's post, its revision and its topics, by the names of the columns: the two share some."""
    ends = len(post.c)
    # Not by the columns themselves: looking 200 posts up so took a search 10 ms.
    return (
        dict(zip(post.c.keys(), row[:ends], strict=True)),
        dict(zip(revision.c.keys(), row[ends:-1], strict=True)),
        row[-1],
    )


async def _list_changes(
    connection: AsyncConnection, rows: Sequence[tuple[Values, Values, str]]
) -> list[tuple[str, ...]]:
    """What the newest correction of meaning changed in each revision: mended spelling does not hide it."""
    mended = [of_post["id"] for of_post, wrote, _ in rows if wrote["change"] == Correction.TYPING]
    earlier = (
        (
            await connection.execute(
                select(revision.c.post_id, revision.c.number, revision.c.changes)
                .where(revision.c.post_id.in_(mended), revision.c.change == Correction.MEANING)
                .order_by(revision.c.number.desc())
            )
        ).all()
        if mended
        else []
    )
    found = []
    for of_post, wrote, _ in rows:
        own = wrote["changes"] if wrote["change"] != Correction.TYPING else None
        before = (one.changes for one in earlier if one.post_id == of_post["id"] and one.number < wrote["number"])
        found.append(tuple(own or next(before, None) or ()))
    return found


def _post(of_post: Values, wrote: Values, topics: str | None, changes: tuple[str, ...]) -> Post:
    placed = [one.partition(":") for one in (topics or "").splitlines()]
    audience = Audience(of_post["audience"])
    number = of_post["number"]
    written = wrote["event_date"]
    return Post(
        id=of_post["id"],
        number=PostNumber(audience, number) if number is not None else None,
        audience=audience,
        state=PostState(of_post["state"]),
        urgent=of_post["urgent"],
        code=of_post["code"],
        author_id=of_post["author_id"],
        revision_id=wrote["id"],
        revision=wrote["number"],
        kind=Kind(wrote["kind"]),
        title=wrote["title"],
        body=wrote["body"],
        organisation=wrote["organisation"],
        event_date=date.fromisoformat(written) if written else None,
        date_as_written=wrote["date_as_written"],
        summary=tuple(wrote["summary"]),
        topics=tuple(name for _, _, name in sorted(placed, key=lambda one: int(one[0]))),
        created_at=of_post["created_at"],
        published_at=of_post["published_at"],
        updated_at=of_post["updated_at"],
        corrects_id=of_post["corrects_id"],
        due_at=of_post["due_at"],
        remind_at=of_post["remind_at"],
        expires_at=of_post["expires_at"],
        closing=Said.of(of_post["closing"], of_post["follow_up"]),
        paid=of_post["paid"],
        review_due=of_post["review_due"],
        change=Correction(wrote["change"]) if wrote["change"] else None,
        changes=changes,
        place=wrote["place"],
        starts_at=wrote["starts_at"],
        ends_at=wrote["ends_at"],
        when=when_of(wrote["when_lines"]),
        left_out=spans_of(wrote["left_out"]),
    )


def when_of(stored: dict[str, list[str]] | None) -> WhenLines:
    """A revision's When-lines as they were stored; none for those older than the column."""
    return WhenLines(**{name: tuple(items) for name, items in (stored or {}).items()})


def spans_of(stored: list[list[int]] | None) -> tuple[tuple[int, int], ...]:
    """What a revision leaves out of its text as it was stored."""
    return tuple((start, end) for start, end in stored or ())


async def insert_revision(
    connection: AsyncConnection,
    post_id: int,
    number: int,
    body: str,
    reading: Reading,
    created_by: int,
    now: datetime,
    *,
    accepted: Sequence[Accepted | None] = (),
) -> int:
    """Write a new immutable version of a post's content with everything read from it; returns its id.

    `accepted` has one entry a warning, where any were accepted already. The caller makes it the current one.
    """
    revision_id: int = (
        await connection.execute(
            insert(revision)
            .values(
                post_id=post_id,
                number=number,
                kind=reading.kind,
                title=reading.title,
                body=body,
                organisation=reading.organisation,
                place=reading.place,
                event_date=reading.date.isoformat() if reading.date else None,
                date_as_written=reading.date_as_written,
                starts_at=reading.starts_at,
                ends_at=reading.ends_at,
                summary=list(reading.summary),
                guests=list(reading.chair_or_guests),
                when_lines=asdict(reading.when) if reading.when or reading.when.ward else None,
                by_hand=sorted(reading.by_hand) or None,
                left_out=reading.left_out or None,
                created_by=created_by,
                created_at=now,
            )
            .returning(revision.c.id)
        )
    ).scalar_one()
    if reading.figures:
        await connection.execute(insert(figure), _figure_rows(revision_id, reading))
    if reading.warnings:
        await connection.execute(insert(warning), _warning_rows(revision_id, reading, accepted))
    if reading.tally:
        await connection.execute(
            insert(tally).values(revision_id=revision_id, met=reading.tally.met, total=reading.tally.total)
        )
    return revision_id


def _figure_rows(revision_id: int, reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "revision_id": revision_id,
            "position": position,
            "quote": one.quote,
            "label": one.label,
            "value": one.value,
            "unit": one.unit,
            "of": one.of,
            "comparison": one.comparison,
            "period": one.period,
            "is_target": one.is_target,
            "folded": fold_words(f"{one.label} {one.quote} {one.unit or ''} {one.period or ''} {one.phrase}"),
            "phrase": one.phrase,
            "wording": one.wording.value,
            "rank": one.rank,
        }
        for position, one in enumerate(reading.figures)
    ]


def _warning_rows(revision_id: int, reading: Reading, accepted: Sequence[Accepted | None]) -> list[dict[str, Any]]:
    by_position = dict(enumerate(accepted))
    return [
        {
            "revision_id": revision_id,
            "position": position,
            "code": one.code,
            "quotes": list(one.quotes),
            "note": one.note,
            "accepted_by": ticked.by if (ticked := by_position.get(position)) else None,
            "accepted_at": ticked.at if ticked else None,
        }
        for position, one in enumerate(reading.warnings)
    ]


async def load_posts(
    connection: AsyncConnection, *wanted: ColumnElement[bool], newest: ColumnElement[Any], limit: int
) -> list[Post]:
    """Posts in whatever state that meet every condition, with the newest by that column first."""
    return await fetch_posts(
        connection, select_posts().where(*wanted).order_by(newest.desc(), post.c.id.desc()).limit(limit)
    )


async def load_post(connection: AsyncConnection, post_id: int) -> Post | None:
    """One post in whatever state, or None."""
    found = await fetch_posts(connection, select_posts().where(post.c.id == post_id))
    return found[0] if found else None


async def load_post_of_revision(connection: AsyncConnection, revision_id: int) -> Post:
    """A post as it stood in one revision."""
    query = select(post, revision, _topics).join(revision, revision.c.post_id == post.c.id)
    return (await fetch_posts(connection, query.where(revision.c.id == revision_id)))[0]


async def lock_post(connection: AsyncConnection, post_id: int) -> None:
    """Keep others from changing a post until the transaction ends; of a correction also the post that it corrects.

    That one is the older of the two, and so always locked first: who corrects and who withdraws wait for one another.
    """
    corrected = select(post.c.corrects_id).where(post.c.id == post_id).scalar_subquery()
    both = select(post.c.id).where(or_(post.c.id == post_id, post.c.id == corrected))
    await connection.execute(both.order_by(post.c.id).with_for_update())


async def find_post(connection: AsyncConnection, viewer: Viewer, number: PostNumber) -> Post | None:
    """A post by its number, published or withdrawn, or None where it does not exist for this viewer."""
    known = {"of_audience": number.audience, "of_number": number.value}
    found = await fetch_posts(connection, _of_number(viewer.sees_cadre_posts), known)
    return found[0] if found else None


@cache
def _of_number(cadres: bool) -> Select[Any]:
    there = shown(cadre_posts=cadres, states=(*VISIBLE, PostState.WITHDRAWN))
    return select_posts().where(
        there, post.c.audience == bindparam("of_audience"), post.c.number == bindparam("of_number")
    )


WRITTEN_BEFORE = 100
"""So many posts of a kind may have been written before one that went out earlier."""


async def list_posts(
    connection: AsyncConnection,
    viewer: Viewer,
    *,
    kind: Kind | None = None,
    ids: Sequence[int] | None = None,
    offset: int = 0,
    limit: int,
) -> list[Post]:
    """Published posts, newest first; `ids` narrows to those, else `kind` to those of one kind."""
    if kind is not None and ids is None:
        # What was written last is not always what went out last.
        ids = await list_ids_of_kind(connection, viewer, kind, limit=offset + limit + WRITTEN_BEFORE)
    if ids is None:
        known = {"first": offset, "most": limit, "last": offset + limit}
        return await fetch_posts(connection, _page(viewer.sees_cadre_posts), known)
    # Few, and looked up one by one: walking to them from the newest would meet all the others.
    query = select_posts().where(post.c.id.in_(ids), visible(viewer))
    return await fetch_posts(connection, query.order_by(*NEWEST).offset(offset).limit(limit))


@cache
def _page(cadres: bool) -> Select[Any]:
    """A page of the newest posts; making the statement anew took longer than running it."""
    found = newest(select(post.c.id).where(shown(cadre_posts=cadres)), bindparam("last", type_=Integer))
    query = select_posts().join(found, found.c.id == post.c.id).order_by(*NEWEST)
    return query.offset(bindparam("first", type_=Integer)).limit(bindparam("most", type_=Integer))


async def list_ids_of_kind(connection: AsyncConnection, viewer: Viewer, kind: Kind, *, limit: int) -> Sequence[int]:
    """Ids of published posts of a kind of which there are few, the newest first."""
    # By the index of kinds first, and then by ids: in one statement the planner reads every published post.
    of_kind = select(revision.c.post_id).where(revision.c.kind == kind).order_by(revision.c.id.desc()).limit(4 * limit)
    ids = list(await connection.scalars(of_kind))
    rows = await connection.scalars(
        select(post.c.id)
        .join(revision, revision.c.id == post.c.revision_id)
        .where(post.c.id.in_(ids), revision.c.kind == kind, visible(viewer))
        .order_by(post.c.id.desc())
        .limit(limit)
    )
    return rows.all()


async def list_withdrawn(connection: AsyncConnection, viewer: Viewer, ids: Sequence[int]) -> list[Post]:
    """Those of the posts that were withdrawn and that this viewer could have read, newest first."""
    there = visible(viewer, (PostState.WITHDRAWN,))
    newest = post.c.published_at
    return await load_posts(connection, there, post.c.id.in_(ids), newest=newest, limit=len(ids)) if ids else []


async def update_post(connection: AsyncConnection, post_id: int, now: datetime, **values: Any) -> None:
    """Change a post's own columns, as `Post` names them: audience, urgent, state, number, code, published_at."""
    if isinstance(number := values.get("number"), PostNumber):
        values["number"] = number.value
    if "closing" in values:
        closing: Said | None = values["closing"]
        values["closing"] = (closing.words or None) if closing else None
        values["follow_up"] = closing.follow_up if closing else None
    await connection.execute(update(post).where(post.c.id == post_id).values(updated_at=now, **values))

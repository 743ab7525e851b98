"""Posts and their revisions."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, cast, exists, func, insert, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.drafts import Accepted
from bot.domain.life import VISIBLE
from bot.domain.people import Viewer
from bot.domain.posts import Audience, Correction, Kind, Post, PostNumber, PostState, Said
from bot.domain.reading import Reading
from bot.domain.when_lines import WhenLines
from bot.domain.words import fold_words
from bot.storage.tables import figure, post, post_topic, revision, tally, topic, warning
from bot.storage.visibility import visible

# Each with its place before it: SQLite aggregates in no order of ours.
_topics = (
    select(func.aggregate_strings(cast(topic.c.position, Text) + ":" + topic.c.name, "\n"))
    .select_from(post_topic.join(topic))
    .where(post_topic.c.post_id == post.c.id)
    .correlate(post)
    .scalar_subquery()
    .label("topics")
)


def select_posts() -> Select[Any]:
    """Posts beside their current revisions and topics, for `fetch_posts`."""
    return select(post, revision, _topics).join(revision, revision.c.id == post.c.revision_id)


async def fetch_posts(connection: AsyncConnection, query: Select[Any]) -> list[Post]:
    """The posts of a `select_posts` query, in its order, with topics and what was changed."""
    rows = (await connection.execute(query)).all()
    changes = await _list_changes(connection, rows)
    return [_post(row, made) for row, made in zip(rows, changes, strict=True)]


async def _list_changes(connection: AsyncConnection, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[tuple[str, ...]]:
    """What the newest correction of meaning changed in each revision: mended spelling does not hide it."""
    mended = [row._mapping[post.c.id] for row in rows if row._mapping[revision.c.change] == Correction.TYPING]
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
    for row in rows:
        value = row._mapping
        own = value[revision.c.changes] if value[revision.c.change] != Correction.TYPING else None
        before = (
            one.changes for one in earlier if one.post_id == value[post.c.id] and one.number < value[revision.c.number]
        )
        found.append(tuple(own or next(before, None) or ()))
    return found


def _post(row: Row[*tuple[Any, ...]], changes: tuple[str, ...]) -> Post:
    value = row._mapping
    placed = [one.partition(":") for one in (row.topics or "").splitlines()]
    audience = Audience(value[post.c.audience])
    number = value[post.c.number]
    written = value[revision.c.event_date]
    return Post(
        id=value[post.c.id],
        number=PostNumber(audience, number) if number is not None else None,
        audience=audience,
        state=PostState(value[post.c.state]),
        urgent=value[post.c.urgent],
        code=value[post.c.code],
        author_id=value[post.c.author_id],
        revision_id=value[revision.c.id],
        revision=value[revision.c.number],
        kind=Kind(value[revision.c.kind]),
        title=value[revision.c.title],
        body=value[revision.c.body],
        organisation=value[revision.c.organisation],
        event_date=date.fromisoformat(written) if written else None,
        date_as_written=value[revision.c.date_as_written],
        summary=tuple(value[revision.c.summary]),
        topics=tuple(name for _, _, name in sorted(placed, key=lambda one: int(one[0]))),
        created_at=value[post.c.created_at],
        published_at=value[post.c.published_at],
        updated_at=value[post.c.updated_at],
        corrects_id=value[post.c.corrects_id],
        due_at=value[post.c.due_at],
        remind_at=value[post.c.remind_at],
        expires_at=value[post.c.expires_at],
        closing=Said.of(value[post.c.closing], value[post.c.follow_up]),
        paid=value[post.c.paid],
        review_due=value[post.c.review_due],
        change=Correction(value[revision.c.change]) if value[revision.c.change] else None,
        changes=changes,
        place=value[revision.c.place],
        starts_at=value[revision.c.starts_at],
        ends_at=value[revision.c.ends_at],
        when=when_of(value[revision.c.when_lines]),
        left_out=spans_of(value[revision.c.left_out]),
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
                when_lines=asdict(reading.when) if reading.when else None,
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
    there = visible(viewer, (*VISIBLE, PostState.WITHDRAWN))
    found = await fetch_posts(
        connection, select_posts().where(there, post.c.audience == number.audience, post.c.number == number.value)
    )
    return found[0] if found else None


async def list_posts(
    connection: AsyncConnection,
    viewer: Viewer,
    *,
    kind: Kind | None = None,
    ids: Sequence[int] | None = None,
    offset: int = 0,
    limit: int,
) -> list[Post]:
    """Published posts, newest first; `ids` narrows to those."""
    newest = (post.c.published_at.desc(), post.c.id.desc())
    narrowed = [visible(viewer)]
    if kind is not None:
        narrowed.append(exists().where(revision.c.id == post.c.revision_id, revision.c.kind == kind))
    if ids is not None:
        narrowed.append(post.c.id.in_(ids))
    # State by state, as the index has them: sorting 100,000 posts of both took 140 ms of an answer on SQLite.
    by_state = [
        select(post.c.id).where(post.c.state == state, *narrowed).order_by(*newest).limit(offset + limit).subquery()
        for state in VISIBLE
    ]
    found = union_all(*(select(one.c.id) for one in by_state))
    return await fetch_posts(
        connection, select_posts().where(post.c.id.in_(found)).order_by(*newest).offset(offset).limit(limit)
    )


async def list_ids_of_kind(connection: AsyncConnection, viewer: Viewer, kind: Kind, *, limit: int) -> Sequence[int]:
    """Ids of published posts of a kind of which there are few, the newest first."""
    rows = await connection.scalars(
        select(post.c.id)
        .join(revision, revision.c.id == post.c.revision_id)
        .where(revision.c.kind == kind, visible(viewer))
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

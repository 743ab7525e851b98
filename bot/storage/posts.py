"""Posts, their revisions, and what was read from them.

A little over 400 lines: what a reader may see is decided by one condition, which every query here shares.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import in_vietnam
from bot.domain.figures import Figure, Tally, Warning, WarningCode
from bot.domain.life import VISIBLE
from bot.domain.posts import Audience, Correction, Kind, Post, PostNumber, PostState
from bot.domain.reading import Reading
from bot.domain.words import fold_words
from bot.storage.tables import area, figure, post, post_area, post_topic, revision, tally, topic, warning


def visible(sees_cadre_posts: bool) -> ColumnElement[bool]:
    """The one condition that decides which published posts exist for a viewer; every query for readers uses it."""
    published = post.c.state.in_(VISIBLE)
    return published if sees_cadre_posts else and_(published, post.c.audience == Audience.EVERYONE)


def _select_posts() -> Select[Any]:
    return select(post, revision).join(revision, revision.c.id == post.c.revision_id)


async def _load(connection: AsyncConnection, query: Select[Any]) -> list[Post]:
    rows = (await connection.execute(query)).all()
    topics: dict[int, list[str]] = {}
    for post_id, name in await connection.execute(
        select(post_topic.c.post_id, topic.c.name)
        .join(topic)
        .where(post_topic.c.post_id.in_([row._mapping[post.c.id] for row in rows]))
        .order_by(topic.c.position)
    ):
        topics.setdefault(post_id, []).append(name)
    changes = await _list_changes(connection, rows)
    return [
        _post(row, tuple(topics.get(row._mapping[post.c.id], ())), made)
        for row, made in zip(rows, changes, strict=True)
    ]


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


def _post(row: Row[*tuple[Any, ...]], topics: tuple[str, ...], changes: tuple[str, ...]) -> Post:
    value = row._mapping
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
        topics=topics,
        created_at=value[post.c.created_at],
        published_at=value[post.c.published_at],
        updated_at=value[post.c.updated_at],
        corrects_id=value[post.c.corrects_id],
        due_at=value[post.c.due_at],
        remind_at=value[post.c.remind_at],
        expires_at=value[post.c.expires_at],
        closing=value[post.c.closing],
        paid=value[post.c.paid],
        review_due=value[post.c.review_due],
        change=Correction(value[revision.c.change]) if value[revision.c.change] else None,
        changes=changes,
    )


async def insert_revision(
    connection: AsyncConnection, post_id: int, body: str, reading: Reading, created_by: int, now: datetime
) -> int:
    """Write a new immutable version of a post's content with everything read from it, and make it the current one."""
    last = await connection.scalar(select(func.max(revision.c.number)).where(revision.c.post_id == post_id))
    revision_id: int = (
        await connection.execute(
            insert(revision)
            .values(
                post_id=post_id,
                number=(last or 0) + 1,
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
                created_by=created_by,
                created_at=now,
            )
            .returning(revision.c.id)
        )
    ).scalar_one()
    if reading.figures:
        await connection.execute(
            insert(figure),
            [
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
                    "folded": fold_words(f"{one.label} {one.quote} {one.unit or ''} {one.period or ''}"),
                }
                for position, one in enumerate(reading.figures)
            ],
        )
    if reading.warnings:
        await connection.execute(
            insert(warning),
            [
                {
                    "revision_id": revision_id,
                    "position": position,
                    "code": one.code,
                    "quotes": list(one.quotes),
                    "note": one.note,
                }
                for position, one in enumerate(reading.warnings)
            ],
        )
    if reading.tally:
        await connection.execute(
            insert(tally).values(revision_id=revision_id, met=reading.tally.met, total=reading.tally.total)
        )
    await connection.execute(update(post).where(post.c.id == post_id).values(revision_id=revision_id, updated_at=now))
    return revision_id


async def load_reading(connection: AsyncConnection, revision_id: int) -> Reading:
    """Give back what was read from a revision, as it was stored."""
    row = (await connection.execute(select(revision).where(revision.c.id == revision_id))).one()
    figures = await connection.execute(
        select(figure).where(figure.c.revision_id == revision_id).order_by(figure.c.position)
    )
    warnings = await connection.execute(
        select(warning.c.code, warning.c.quotes, warning.c.note)
        .where(warning.c.revision_id == revision_id)
        .order_by(warning.c.position)
    )
    counted = (
        await connection.execute(select(tally.c.met, tally.c.total).where(tally.c.revision_id == revision_id))
    ).first()
    return Reading(
        kind=Kind(row.kind),
        title=row.title,
        date=date.fromisoformat(row.event_date) if row.event_date else None,
        date_as_written=row.date_as_written,
        organisation=row.organisation,
        place=row.place,
        chair_or_guests=tuple(row.guests),
        starts_at=in_vietnam(row.starts_at) if row.starts_at else None,
        ends_at=in_vietnam(row.ends_at) if row.ends_at else None,
        figures=tuple(_figure(one) for one in figures),
        tally=Tally(*counted) if counted else None,
        warnings=tuple(Warning(WarningCode(code), tuple(quotes), note) for code, quotes, note in warnings),
        summary=tuple(row.summary),
    )


def _figure(row: Row[*tuple[Any, ...]]) -> Figure:
    return Figure(
        quote=row.quote,
        label=row.label,
        value=row.value,
        unit=row.unit,
        of=row._mapping[figure.c.of],
        comparison=row.comparison,
        period=row.period,
        is_target=row.is_target,
    )


async def load_posts(
    connection: AsyncConnection, *wanted: ColumnElement[bool], newest: ColumnElement[Any], limit: int
) -> list[Post]:
    """Posts in whatever state that meet every condition, with the newest by that column first."""
    return await _load(
        connection, _select_posts().where(*wanted).order_by(newest.desc(), post.c.id.desc()).limit(limit)
    )


async def load_post(connection: AsyncConnection, post_id: int) -> Post | None:
    """One post in whatever state, or None."""
    found = await _load(connection, _select_posts().where(post.c.id == post_id))
    return found[0] if found else None


async def load_post_of_revision(connection: AsyncConnection, revision_id: int) -> Post:
    """A post as it stood in one revision."""
    query = select(post, revision).join(revision, revision.c.post_id == post.c.id)
    return (await _load(connection, query.where(revision.c.id == revision_id)))[0]


async def lock_post(connection: AsyncConnection, post_id: int) -> None:
    """Keep others from changing a post until the transaction ends; of a correction also the post that it corrects.

    That one is the older of the two, and so always locked first: who corrects and who withdraws wait for one another.
    """
    corrected = select(post.c.corrects_id).where(post.c.id == post_id).scalar_subquery()
    both = select(post.c.id).where(or_(post.c.id == post_id, post.c.id == corrected))
    await connection.execute(both.order_by(post.c.id).with_for_update())


async def find_post(
    connection: AsyncConnection, number: PostNumber, *, sees_cadre_posts: bool, withdrawn: bool = False
) -> Post | None:
    """A published post by its number, or None where it does not exist for this viewer.

    With `withdrawn` one that was taken back as well: for officials only.
    """
    there = visible(sees_cadre_posts)
    if withdrawn:
        there = or_(there, and_(post.c.state == PostState.WITHDRAWN, literal(sees_cadre_posts)))
    found = await _load(
        connection,
        _select_posts().where(there, post.c.audience == number.audience, post.c.number == number.value),
    )
    return found[0] if found else None


async def find_withdrawn(connection: AsyncConnection, number: PostNumber, *, sees_cadre_posts: bool) -> Post | None:
    """A post that was taken back, for somebody who could have seen it."""
    if number.audience is Audience.CADRES and not sees_cadre_posts:
        return None
    taken = and_(post.c.audience == number.audience, post.c.number == number.value)
    found = await _load(connection, _select_posts().where(taken, post.c.state == PostState.WITHDRAWN))
    return found[0] if found else None


async def list_posts(
    connection: AsyncConnection,
    *,
    sees_cadre_posts: bool,
    kind: Kind | None = None,
    ids: Sequence[int] | None = None,
    offset: int = 0,
    limit: int,
) -> list[Post]:
    """Published posts, newest first; `ids` narrows to those."""
    newest = (post.c.published_at.desc(), post.c.id.desc())
    narrowed = [visible(sees_cadre_posts)]
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
    return await _load(
        connection, _select_posts().where(post.c.id.in_(found)).order_by(*newest).offset(offset).limit(limit)
    )


async def update_post(connection: AsyncConnection, post_id: int, now: datetime, **values: Any) -> None:
    """Correction a post's own columns: audience, urgent, state, number, code, published_at."""
    await connection.execute(update(post).where(post.c.id == post_id).values(updated_at=now, **values))


async def list_post_topic_ids(connection: AsyncConnection, post_id: int) -> set[int]:
    """The topics a post is about."""
    return set(await connection.scalars(select(post_topic.c.topic_id).where(post_topic.c.post_id == post_id)))


async def set_post_topic_ids(connection: AsyncConnection, post_id: int, topic_ids: Iterable[int]) -> None:
    """Replace the topics a post is about."""
    await connection.execute(delete(post_topic).where(post_topic.c.post_id == post_id))
    values = [{"post_id": post_id, "topic_id": topic_id} for topic_id in topic_ids]
    if values:
        await connection.execute(insert(post_topic), values)


async def list_post_area_ids(connection: AsyncConnection, post_id: int) -> set[int]:
    """The areas a post applies to; none means all."""
    return set(await connection.scalars(select(post_area.c.area_id).where(post_area.c.post_id == post_id)))


async def set_post_area_ids(connection: AsyncConnection, post_id: int, area_ids: Iterable[int]) -> None:
    """Replace the areas a post applies to."""
    await connection.execute(delete(post_area).where(post_area.c.post_id == post_id))
    values = [{"post_id": post_id, "area_id": area_id} for area_id in area_ids]
    if values:
        await connection.execute(insert(post_area), values)


async def list_post_area_names(connection: AsyncConnection, post_id: int) -> list[str]:
    """The names of the areas a post applies to."""
    rows = await connection.scalars(
        select(area.c.name).join(post_area).where(post_area.c.post_id == post_id).order_by(area.c.id)
    )
    return list(rows)


async def list_accepted(connection: AsyncConnection, revision_id: int) -> list[tuple[int | None, datetime | None]]:
    """For each warning of a revision, in order, who accepted it and when; (None, None) where it is open."""
    rows = await connection.execute(
        select(warning.c.accepted_by, warning.c.accepted_at)
        .where(warning.c.revision_id == revision_id)
        .order_by(warning.c.position)
    )
    return [(by, at) for by, at in rows]


async def set_accepted(
    connection: AsyncConnection, revision_id: int, position: int, by: int | None, at: datetime | None
) -> None:
    """Tick a warning (who, when), or untick it with None."""
    await connection.execute(
        update(warning)
        .where(warning.c.revision_id == revision_id, warning.c.position == position)
        .values(accepted_by=by, accepted_at=at)
    )


async def find_tally(connection: AsyncConnection, *, sees_cadre_posts: bool) -> tuple[Tally, Post] | None:
    """The newest tally that a published post states, with that post."""
    row = (
        await connection.execute(
            select(tally.c.met, tally.c.total, post.c.id)
            .join(post, post.c.revision_id == tally.c.revision_id)
            .where(visible(sees_cadre_posts))
            .order_by(post.c.published_at.desc(), post.c.id.desc())
            .limit(1)
        )
    ).first()
    if row is None:
        return None
    found = await load_post(connection, row[2])
    return (Tally(row[0], row[1]), found) if found else None


async def list_figures(
    connection: AsyncConnection,
    *,
    sees_cadre_posts: bool,
    words: Sequence[str],
    topic_id: int | None = None,
    offset: int,
    limit: int,
) -> list[tuple[Figure, PostNumber]]:
    """Figures of published posts whose label, quote or unit holds all folded `words`, or of one topic; newest first."""
    matches: ColumnElement[bool] = true()
    if words:
        # A blank before each word: it must begin one, so that "an" does not find "ngan".
        matches = and_(*((" " + figure.c.folded).contains(" " + word, autoescape=True) for word in words))
    if topic_id is not None:
        of_topic = post.c.id.in_(select(post_topic.c.post_id).where(post_topic.c.topic_id == topic_id))
        matches = or_(matches, of_topic) if words else of_topic
    rows = await connection.execute(
        select(figure, post.c.audience, post.c.number.label("post_number"))
        .join(post, post.c.revision_id == figure.c.revision_id)
        .where(visible(sees_cadre_posts), matches)
        .order_by(post.c.published_at.desc(), post.c.id.desc(), figure.c.position)
        .offset(offset)
        .limit(limit)
    )
    return [(_figure(row), PostNumber(Audience(row.audience), row.post_number)) for row in rows]


async def list_figures_before(
    connection: AsyncConnection,
    *,
    sees_cadre_posts: bool,
    units: Iterable[str | None],
    limit: int,
    besides: int | None = None,
) -> list[tuple[Figure, Post]]:
    """Results in one of `units` that published posts but `besides` tell, newest posts first, each with its post."""
    known = set(units)
    in_units = figure.c.unit.in_([unit for unit in known if unit is not None])
    rows = (
        await connection.execute(
            select(figure, post.c.id.label("post_id"))
            .join(post, post.c.revision_id == figure.c.revision_id)
            .where(
                visible(sees_cadre_posts),
                post.c.id != (besides or 0),
                figure.c.is_target.is_(False),
                or_(in_units, figure.c.unit.is_(None)) if None in known else in_units,
            )
            .order_by(post.c.published_at.desc(), post.c.id.desc(), figure.c.position)
            .limit(limit)
        )
    ).all()
    ids = {row.post_id for row in rows}
    posts = {one.id: one for one in await _load(connection, _select_posts().where(post.c.id.in_(ids)))} if ids else {}
    return [(_figure(row), posts[row.post_id]) for row in rows]

"""What was read from a revision, and figures over many posts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import in_vietnam
from bot.domain.drafts import Accepted
from bot.domain.figures import Figure, Tally, Warning, WarningCode, Wording
from bot.domain.people import Viewer
from bot.domain.posts import Audience, Kind, Post, PostNumber
from bot.domain.reading import Field, Reading
from bot.storage.posts import NEWEST, fetch_posts, load_post, newest, select_posts, spans_of, when_of
from bot.storage.tables import figure, person, post, post_topic, revision, tally, warning
from bot.storage.visibility import visible


async def load_reading(connection: AsyncConnection, revision_id: int) -> Reading:
    """Give back what was read from a revision, as it was stored."""
    reading, _ = await load_ticked(connection, revision_id)
    return reading


async def load_ticked(connection: AsyncConnection, revision_id: int) -> tuple[Reading, tuple[Accepted | None, ...]]:
    """The same, and for each of its warnings who accepted it and when; None where it is open."""
    row = (
        await connection.execute(
            select(revision, tally.c.met, tally.c.total)
            .outerjoin(tally, tally.c.revision_id == revision.c.id)
            .where(revision.c.id == revision_id)
            .limit(1)
        )
    ).one()
    figures = await connection.execute(
        select(figure).where(figure.c.revision_id == revision_id).order_by(figure.c.position)
    )
    doubts = (
        await connection.execute(
            select(warning, person.c.name)
            .outerjoin(person, person.c.id == warning.c.accepted_by)
            .where(warning.c.revision_id == revision_id)
            .order_by(warning.c.position)
        )
    ).all()
    reading = Reading(
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
        tally=Tally(row.met, row.total) if row.met is not None else None,
        warnings=tuple(Warning(WarningCode(one.code), tuple(one.quotes), one.note) for one in doubts),
        summary=tuple(row.summary),
        when=when_of(row.when_lines),
        left_out=spans_of(row.left_out),
        by_hand=frozenset(Field(one) for one in row.by_hand or ()),
    )
    ticked = (Accepted(one.name or "", one.accepted_at, one.accepted_by) if one.accepted_at else None for one in doubts)
    return reading, tuple(ticked)


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
        phrase=row.phrase,
        wording=Wording(row.wording),
        rank=row.rank,
    )


async def find_tally(connection: AsyncConnection, viewer: Viewer) -> tuple[Tally, Post] | None:
    """The newest tally that a published post states, with that post."""
    states = exists().where(tally.c.revision_id == post.c.revision_id)
    stating = newest(select(post.c.id).where(visible(viewer), states), 1)
    row = (
        await connection.execute(
            select(tally.c.met, tally.c.total, post.c.id)
            .join(post, post.c.revision_id == tally.c.revision_id)
            .join(stating, stating.c.id == post.c.id)
            .order_by(*NEWEST)
            .limit(1)
        )
    ).first()
    if row is None:
        return None
    found = await load_post(connection, row[2])
    return (Tally(row[0], row[1]), found) if found else None


async def list_figures(
    connection: AsyncConnection,
    viewer: Viewer,
    *,
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
    beside = figure.join(post, post.c.revision_id == figure.c.revision_id)
    wanted = select(figure.c.id).select_from(beside).where(visible(viewer), matches)
    found = newest(wanted, offset + limit, figure.c.position)
    rows = await connection.execute(
        select(figure, post.c.audience, post.c.number.label("post_number"))
        .join(found, found.c.id == figure.c.id)
        .join(revision, revision.c.id == figure.c.revision_id)
        .join(post, post.c.id == revision.c.post_id)
        .order_by(*NEWEST, figure.c.position)
        .offset(offset)
        .limit(limit)
    )
    return [(_figure(row), PostNumber(Audience(row.audience), row.post_number)) for row in rows]


async def list_figures_before(
    connection: AsyncConnection,
    viewer: Viewer,
    *,
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
                visible(viewer),
                post.c.id != (besides or 0),
                figure.c.is_target.is_(False),
                or_(in_units, figure.c.unit.is_(None)) if None in known else in_units,
            )
            .order_by(*NEWEST, figure.c.position)
            .limit(limit)
        )
    ).all()
    ids = {row.post_id for row in rows}
    posts = (
        {one.id: one for one in await fetch_posts(connection, select_posts().where(post.c.id.in_(ids)))} if ids else {}
    )
    return [(_figure(row), posts[row.post_id]) for row in rows]

"""What was read from a revision, and figures over many posts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import in_vietnam
from bot.domain.drafts import Accepted
from bot.domain.figures import Figure, Tally, Warning, WarningCode, Wording
from bot.domain.people import Viewer
from bot.domain.posts import Audience, Kind, Post, PostNumber
from bot.domain.reading import Field, Reading
from bot.domain.views import SourcedFigure
from bot.storage.posts import NEWEST, fetch_posts, load_post, newest, select_posts, spans_of, when_of
from bot.storage.tables import figure, person, post, post_topic, revision, tally, warning
from bot.storage.visibility import visible

# Made once: every page of a post, and every push, asks for these.
_READ = (
    select(revision, tally.c.met, tally.c.total)
    .outerjoin(tally, tally.c.revision_id == revision.c.id)
    .where(revision.c.id == bindparam("of_revision"))
    .limit(1)
)
_FIGURES = select(figure).where(figure.c.revision_id == bindparam("of_revision")).order_by(figure.c.position)
_DOUBTS = (
    select(warning, person.c.name)
    .outerjoin(person, person.c.id == warning.c.accepted_by)
    .where(warning.c.revision_id == bindparam("of_revision"))
    .order_by(warning.c.position)
)


async def load_reading(connection: AsyncConnection, revision_id: int) -> Reading:
    """Give back what was read from a revision, as it was stored."""
    reading, _ = await load_ticked(connection, revision_id)
    return reading


async def find_reading(connection: AsyncConnection, post_id: int, revision_id: int) -> Reading | None:
    """What was read from a revision of this very post, be it the newest or an older one."""
    mine = select(revision.c.id).where(revision.c.id == revision_id, revision.c.post_id == post_id)
    known = await connection.scalar(mine)
    return await load_reading(connection, known) if known is not None else None


async def load_ticked(connection: AsyncConnection, revision_id: int) -> tuple[Reading, tuple[Accepted | None, ...]]:
    """The same, and for each of its warnings who accepted it and when; None where it is open."""
    known = {"of_revision": revision_id}
    row = (await connection.execute(_READ, known)).one()
    figures = await connection.execute(_FIGURES, known)
    doubts = (await connection.execute(_DOUBTS, known)).all()
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


MOST_FIGURES = 200
"""How many of the figures that were found are looked at, those of the newest posts first."""


async def list_figures(
    connection: AsyncConnection, viewer: Viewer, ids: Collection[int], terms: Sequence[Sequence[str]] = ()
) -> list[SourcedFigure]:
    """Figures of those of the posts that the viewer may see which hold all `terms`, of the newest posts first.

    A term is its folded phrases, of which one is enough; the words of the first may stand apart, and each may be only
    the beginning of one.
    """
    rows = await connection.execute(
        select(
            figure,
            post.c.audience,
            post.c.number.label("post_number"),
            post.c.published_at,
            revision.c.title,
            revision.c.event_date,
        )
        .join(post, post.c.revision_id == figure.c.revision_id)
        .join(revision, revision.c.id == post.c.revision_id)
        .where(post.c.id.in_(ids), visible(viewer), *map(_says, terms))
        .order_by(*NEWEST, figure.c.position)
        .limit(MOST_FIGURES)
    )
    return [_sourced(row) for row in rows]


def _says(term: Sequence[str]) -> ColumnElement[bool]:
    # A blank before each word: it must begin one, so that "an" does not find "ngan".
    padded = " " + figure.c.folded + " "
    first, *others = term
    apart = and_(*(padded.contains(f" {word}", autoescape=True) for word in first.split()))
    return or_(apart, *(padded.contains(f" {phrase} ", autoescape=True) for phrase in others))


def _sourced(row: Row[*tuple[Any, ...]]) -> SourcedFigure:
    number = PostNumber(Audience(row.audience), row.post_number)
    day = date.fromisoformat(row.event_date) if row.event_date else in_vietnam(row.published_at).date()
    return SourcedFigure(_figure(row), number, row.position, row.title, day)


async def list_telling(
    connection: AsyncConnection, viewer: Viewer, *, topic_id: int | None = None, limit: int
) -> Sequence[int]:
    """Ids of published posts with figures, of one topic or of all, the newest first."""
    telling = select(post.c.id).where(visible(viewer), exists().where(figure.c.revision_id == post.c.revision_id))
    if topic_id is not None:
        telling = telling.where(post.c.id.in_(select(post_topic.c.post_id).where(post_topic.c.topic_id == topic_id)))
    found = newest(telling, limit)
    rows = await connection.scalars(
        select(post.c.id).join(found, found.c.id == post.c.id).order_by(*NEWEST).limit(limit)
    )
    return rows.all()


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

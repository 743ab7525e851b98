"""Measurements out of posts: offered when one goes out, confirmed by a writer, and put right with it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.clock import in_vietnam
from bot.domain.audit import Action
from bot.domain.figures import Figure
from bot.domain.life import VISIBLE
from bot.domain.measuring import Followed, Offer, Offers, found_again, in_unit, likeness, offers_of
from bot.domain.people import NOBODY, Role, Viewer
from bot.domain.periods import Period
from bot.domain.posts import Audience, Kind, Post, PostNumber
from bot.domain.reading import Reading
from bot.domain.targets import Ended, Measurement, Target
from bot.domain.views import PostView
from bot.errors import InvalidError, LateError, MissingError
from bot.services.context import Context, require
from bot.storage import audit as audit_storage
from bot.storage import posts as post_storage
from bot.storage import readings
from bot.storage import targets as storage

REPORTING = (Kind.REPORT, Kind.MEETING, Kind.RESOLUTION)
"""Kinds of posts that tell how far the ward has come."""


class Measuring:
    """From a post's figures to the scoreboard."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def offers(self, post: Post, view: PostView | None = None) -> Offers:
        """What a post that is out has for the scoreboard; nothing of one for cadres, as everybody sees targets.

        `view` is how it was shown before it went out, where that is at hand.
        """
        if post.audience is not Audience.EVERYONE or post.state not in VISIBLE or post.kind not in REPORTING:
            return Offers()
        # What was planned is asked about where plans are made.
        plans = post.kind in (Kind.REPORT, Kind.RESOLUTION)
        targets = await self._open() if view is None or view.ward.keeps_targets else []
        if not targets and not plans:
            return Offers()
        reading = view.reading if view else await readings.load_reading(self._transaction, post.revision_id)
        found = offers_of(_with_periods(reading, post), targets)
        return found if plans else replace(found, new=())

    async def take(self, viewer: Viewer, post_id: int, place: int, target_id: int, revision_id: int) -> Offer:
        """Write a figure that was offered down as the target's value; raises LateError where it is not so any more.

        `revision_id` is the one whose figures were offered: in a newer one the same figure may have another place.
        """
        require(viewer, Role.WRITER)
        post = await self._locked(post_id)
        reading, place = await self._as_offered(post, place, revision_id)
        figures = [one for one in _with_periods(reading, post) if one[0] == place]
        targets = [one for one in await self._open() if one.id == target_id]
        known = offers_of(figures, targets, again=True).known
        if not known:
            raise LateError("target-offer")
        offer = known[0]
        await self._insert(viewer, post, offer.target, offer.period, offer.value, offer.figure, offer.cumulative)
        return offer

    async def plan_of(self, viewer: Viewer, post_id: int, place: int, revision_id: int) -> Figure:
        """A figure of a post's revision that may be the plan of a new target; raises LateError as `take` does."""
        require(viewer, Role.WRITER)
        post = await self._locked(post_id)
        reading, place = await self._as_offered(post, place, revision_id)
        if place >= len(reading.figures) or not reading.figures[place].is_target:
            raise LateError("target-offer")
        return reading.figures[place]

    async def measure(
        self,
        viewer: Viewer,
        target_id: int,
        period: Period,
        value: Decimal,
        number: PostNumber,
        *,
        cumulative: bool,
        seen: str | None = None,
    ) -> Figure | None:
        """Write down a value that a post states; raises InvalidError where that post does not say it.

        Where the post says the number, but perhaps of something else or of another period, nothing is written and its
        figure is returned, unless `seen` is what it says: a person looked at it.
        """
        require(viewer, Role.WRITER)
        found = await post_storage.find_post(self._transaction, viewer, number)
        if found is None:
            raise MissingError("post", number=str(number))
        if found.audience is Audience.CADRES:
            # Everybody sees targets; one that came from a cadre-only post would tell what that post says.
            raise InvalidError("target-source")
        post = await self._locked(found.id)
        target = next((one for one in await self._open() if one.id == target_id), None)
        if target is None:
            raise MissingError("target")
        reading = await readings.load_reading(self._transaction, post.revision_id)
        figures = _with_periods(reading, post)
        said = [one for one in figures if not one[1].is_target and in_unit(one[1], target.unit) == value]
        if not said:
            raise InvalidError("target-unsaid", number=str(number))
        sure = offers_of([one for one in said if one[2] == period], [target], again=True).known
        figure = sure[0].figure if sure else max(said, key=lambda one: likeness(one[1].label, target.name))[1]
        if not sure and figure.quote != seen:
            return figure
        await self._insert(viewer, post, target, period, value, figure, cumulative)
        return None

    async def _open(self) -> list[Target]:
        every = await storage.list_targets(self._transaction, NOBODY)
        return [one for one in every if one.ended_at is None]

    async def _as_offered(self, post: Post, place: int, revision_id: int) -> tuple[Reading, int]:
        """What is read now, and where in it stands what was offered; raises LateError where it says another thing."""
        now = await readings.load_reading(self._transaction, post.revision_id)
        if revision_id == post.revision_id:
            return now, place
        then = await readings.find_reading(self._transaction, post.id, revision_id)
        offered = then.figures[place : place + 1] if then is not None else ()
        places = [at for at, one in enumerate(now.figures) if any(_says_the_same(one, other) for other in offered)]
        if len(places) != 1:
            raise LateError("target-offer")
        return now, places[0]

    async def _locked(self, post_id: int) -> Post:
        # Somebody may correct or withdraw it at this moment.
        await post_storage.lock_post(self._transaction, post_id)
        post = await post_storage.load_post(self._transaction, post_id)
        if post is None or post.number is None or post.state not in VISIBLE or post.audience is not Audience.EVERYONE:
            raise LateError("target-offer")
        return post

    async def _insert(
        self,
        viewer: Viewer,
        post: Post,
        target: Target,
        period: Period,
        value: Decimal,
        figure: Figure,
        cumulative: bool,
    ) -> None:
        await storage.insert_measurement(
            self._transaction,
            target.id,
            period=period.name,
            value=value,
            cumulative=cumulative,
            post_id=post.id,
            revision_id=post.revision_id,
            quote=figure.quote,
            now=self._context.now,
        )
        await audit_storage.insert_audit(
            self._transaction,
            at=self._context.now,
            person_id=viewer.person_id,
            action=Action.TARGET_MEASURED,
            post_id=post.id,
            detail={"name": target.name},
        )


def _says_the_same(one: Figure, other: Figure) -> bool:
    """Whether two figures of two revisions are one, whatever words stand around them now."""
    told = [(each.label, each.value, each.unit, each.of, each.period, each.is_target) for each in (one, other)]
    return told[0] == told[1]


def _with_periods(reading: Reading, post: Post) -> list[tuple[int, Figure, Period | None]]:
    """A post's figures by their places, each with the period that itself or the title tells."""
    # Not at the start: the reading's patterns take longer to make than all the rest of it.
    from bot.reading.doubts.board import with_periods

    day = reading.date or in_vietnam(post.published_at or post.updated_at).date()
    return [(place, *one) for place, one in enumerate(with_periods(reading, day))]


async def follow_targets(context: Context, post: Post) -> tuple[Followed, ...]:
    """Put right what was measured by a post that was corrected or withdrawn: no value outlives its words.

    What such a value had replaced holds again. Whoever else changes a post waits: pushes are locked by now.
    """
    followed = []
    newer: Reading | None = None
    for row in await storage.list_of_post(context.transaction, post.id):
        if post.state not in VISIBLE:
            await storage.end_measurement(context.transaction, row["id"], Ended.WITHDRAWN, context.now)
            value = None
        elif row["revision_id"] in (None, post.revision_id):
            continue
        else:
            newer = newer or await readings.load_reading(context.transaction, post.revision_id)
            value = await _moved(context, row, newer, post)
        if value is None:
            back = await storage.reopen_measurement(
                context.transaction, row["target_id"], row["period"], row["cumulative"]
            )
            followed.append(_followed(row, None, back))
        elif value != row["value"]:
            followed.append(_followed(row, value))
    return tuple(followed)


async def _moved(context: Context, row: Mapping[str, Any], newer: Reading, post: Post) -> Decimal | None:
    """What the newest revision gives for a measurement of an older one: None where it does not say it any more."""
    older = await readings.load_reading(context.transaction, row["revision_id"])
    figures = [one for one in older.figures if one.quote == row["quote"] and not one.is_target]
    own = next((one for one in figures if in_unit(one, row["unit"]) == row["value"]), None)
    found = found_again(own, newer.figures) if own is not None else None
    value = in_unit(found, row["unit"]) if found is not None else None
    if found is None or value is None:
        await storage.end_measurement(context.transaction, row["id"], Ended.UNSAID, context.now)
        return None
    if value == row["value"]:
        await storage.move_measurement(context.transaction, row["id"], post.revision_id, found.quote)
        return value
    await storage.end_measurement(context.transaction, row["id"], Ended.CORRECTED, context.now)
    await storage.insert_measurement(
        context.transaction,
        row["target_id"],
        period=row["period"],
        value=value,
        cumulative=row["cumulative"],
        post_id=post.id,
        revision_id=post.revision_id,
        quote=found.quote,
        now=context.now,
    )
    return value


def _followed(row: Mapping[str, Any], after: Decimal | None, back: Measurement | None = None) -> Followed:
    return Followed(row["name"], row["unit"], row["period"], row["value"], after, back)

"""What every use case about a post on its way shares: opening it, moving it on, and showing it to an official."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.clock import in_vietnam
from bot.domain.audit import Action
from bot.domain.changes import Changes, Version
from bot.domain.delivery import Recipients
from bot.domain.drafts import DraftView, Proposed, Reach
from bot.domain.events import begins_at
from bot.domain.figures import WarningCode
from bot.domain.hours import Bundle, waits
from bot.domain.life import APPROVES, ENDING, OPEN, TRANSITIONS
from bot.domain.people import Choice, Role, Viewer
from bot.domain.posts import Audience, Post, PostState
from bot.domain.reading import Reading
from bot.domain.views import PostView, WardInfo
from bot.errors import LateError, MissingError
from bot.services.context import Context, require
from bot.storage import approvals, attachments, audit, broadcasts, choices, drafts, people, readings
from bot.storage import posts as storage
from bot.storage import ward as ward_storage
from bot.storage.push import copies, fanout

READ_BY = timedelta(hours=2)
"""How long before an event people must have heard of a change: they get up and set out."""

SHOWN_OTHERS = timedelta(hours=1)
"""How long an official is told that somebody else changed the draft."""


class Life:
    """Posts on their way, each locked while something is done with it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def load(self, post_id: int) -> Post:
        """A post in whatever state, locked; raises MissingError where there is none."""
        await storage.lock_post(self._transaction, post_id)
        post = await storage.load_post(self._transaction, post_id)
        if post is None:
            raise MissingError("draft")
        return post

    async def open(self, viewer: Viewer, post_id: int) -> Post:
        """A post on its way, locked, for its author, and once it was submitted for those who may approve.

        One that holds personal data exists for its author alone. Raises MissingError, which tells apart what was
        published.
        """
        require(viewer, Role.WRITER)
        post = await self.load(post_id)
        if post.author_id != viewer.person_id and not await self._shared(viewer, post):
            asked = viewer.role >= APPROVES and (await approvals.load_noted(self._transaction, post.id)).submitted
            if asked and post.state is PostState.DRAFT:
                raise MissingError("taken-back")
            raise MissingError("draft")
        gone = post.author_id != viewer.person_id and post.state in (PostState.CANCELLED, PostState.REJECTED)
        if gone and (await approvals.load_noted(self._transaction, post.id)).submitted:
            # They were asked about it once; nothing of it is theirs to write anew.
            raise LateError(f"state-{post.state}", number="")
        if post.number is not None:
            raise MissingError("already-published", number=str(post.number))
        if post.state is PostState.MERGED:
            raise MissingError("already-corrected")
        if post.state is PostState.REJECTED:
            raise MissingError("rejected")
        if post.state not in OPEN:
            raise MissingError("draft")
        return post

    async def preview(self, viewer: Viewer, post_id: int) -> DraftView:
        """A post on its way as this official sees it."""
        return await self.view(viewer, await self.open(viewer, post_id))

    async def _shared(self, viewer: Viewer, post: Post) -> bool:
        """Whether an approver may see another's post: not before it was submitted, unless they changed it since."""
        if viewer.role < APPROVES:
            return False
        if post.state is PostState.DRAFT and viewer.person_id not in await approvals.list_hands(
            self._transaction, post.id
        ):
            return False
        reading = await readings.load_reading(self._transaction, post.revision_id)
        return not _is_held(reading)

    async def move(
        self,
        post: Post,
        move: Action,
        viewer: Viewer | None,
        *,
        to: PostState | None = None,
        reason: str = "",
        detail: Mapping[str, str] = {},
        **values: Any,
    ) -> Post:
        """Move a post on, and note who, when, why and from which revision; raises LateError where it cannot be.

        `to` is another end of the same move where the table's is only the usual one; `values` are fields of the post.
        Returns it as it stands now.
        """
        after = TRANSITIONS.get((post.state, move))
        if after is None:
            raise LateError(f"state-{post.state}", number=str(post.number or ""))
        await storage.update_post(self._transaction, post.id, self._context.now, state=to or after, **values)
        why = {"reason": reason} if reason else {}
        await self.note(post, viewer, move, **{"from": str(post.state), "to": str(to or after)}, **why, **detail)
        return replace(post, state=to or after, updated_at=self._context.now, **values)

    async def note(self, post: Post, viewer: Viewer | None, action: Action, **detail: str | int) -> None:
        """Note who did what, from which revision; the clock is nobody."""
        await audit.insert_audit(
            self._transaction,
            at=self._context.now,
            person_id=viewer.person_id if viewer else None,
            action=action,
            post_id=post.id,
            detail={"revision": post.revision, **detail},
        )

    async def edited(self, post: Post, viewer: Viewer, **values: Any) -> Post:
        """Note that something of a post on its way was changed: it is a draft again, and nobody has agreed to it."""
        await approvals.delete_approvals(self._transaction, post.id)
        voided = {"due_at": None, "remind_at": None, "paid": False, "review_due": False}
        return await self.move(post, Action.EDIT, viewer, **{**voided, **values})

    def ends_at(self, post: Post, reading: Reading) -> datetime | None:
        """When a post ends by itself: a notice or a meeting whose text says so, and that is not over yet."""
        ends_at = reading.ends_at if post.kind in ENDING else None
        return ends_at if ends_at is not None and ends_at > self._context.now else None

    # --- showing ----------------------------------------------------------------------------------------------------

    async def view(self, viewer: Viewer | None, post: Post) -> DraftView:
        """A draft as this official sees it; without one, as everybody sees it who had no hand in it."""
        transaction = self._transaction
        reading, accepted = await readings.load_ticked(transaction, post.revision_id)
        files = await attachments.list_files(transaction, post.revision_id)
        topics, areas = await choices.load_post_choices(transaction, post.id)
        recipients = Recipients(post.audience, tuple(id_ for id_, _ in topics), tuple(id_ for id_, _ in areas))
        may_agree, approved = await approvals.load_agreeing(transaction, post)
        noted = await approvals.load_noted(transaction, post.id)
        other = noted.other_than(viewer.person_id) if viewer else None
        corrected = await self.corrected(post)
        editable = self._context.editable
        held, fixed = await copies.count_copies(transaction, corrected.id, editable) if corrected else (0, 0)
        names = await people.list_names(transaction, [post.author_id])
        ward = await ward_storage.load_ward(transaction)
        return DraftView(
            PostView(replace(post, topics=tuple(name for _, name in topics)), reading, ward, files),
            accepted,
            recipients,
            await self._reach(recipients, post, ward),
            author=names.get(post.author_id or 0, ""),
            corrected=corrected,
            changes=await self._changes(Version.of(post, reading, files), corrected, post, noted.submitted),
            needs_approval=self.needs_approval(post),
            approved=approved,
            may_agree=may_agree,
            other=other if other and self._context.now - other[1] < SHOWN_OTHERS else None,
            held=_is_held(reading),
            own=viewer is not None and post.author_id == viewer.person_id,
            areas=tuple(name for _, name in areas),
            copies=held,
            fixed=fixed,
            reason=noted.reason if post.state is PostState.RETURNED else "",
            ends_at=self.ends_at(post, reading),
            rings_at=self.rings_at(post, ward, max(post.due_at or self._context.now, self._context.now)),
            proposed=await self._proposed(viewer, post, reading, recipients),
        )

    async def _proposed(self, viewer: Viewer | None, post: Post, reading: Reading, chosen: Recipients) -> Proposed:
        """What the text proposes to its author; what is urgent goes to everyone, so it has no topic."""
        mine = viewer is not None and viewer.person_id == post.author_id
        if not mine or post.corrects_id is not None or post.state not in (PostState.DRAFT, PostState.RETURNED):
            return Proposed()
        from bot.reading.proposals import areas_of, cadre_words, topic_of, urgent_words

        urgent = urgent_words(post.body, reading) if not post.urgent else ()
        topic: Choice | None = None
        areas: tuple[Choice, ...] = ()
        if not (chosen.topic_ids or urgent or post.urgent):
            topics = {row.name: row.id for row in await ward_storage.list_topics(self._transaction)}
            name = topic_of(post.body, post.title, topics)
            topic = Choice(topics[name], name, chosen=False) if name is not None else None
        if not chosen.area_ids:
            rows = await ward_storage.list_areas(self._transaction)
            named = areas_of(reading, post.body, [(row.name, row.aliases) for row in rows])
            areas = tuple(Choice(row.id, row.name, chosen=False) for row in rows if row.name in named)
        cadres: tuple[str, ...] = ()
        if post.audience is Audience.EVERYONE:
            cadres = cadre_words(post.body, reading, in_vietnam(self._context.now).date())
        return Proposed(urgent, topic, areas, cadres)

    async def corrected(self, post: Post) -> Post | None:
        """The published post that a draft corrects."""
        return await storage.load_post(self._transaction, post.corrects_id) if post.corrects_id is not None else None

    async def _changes(
        self, now: Version, corrected: Post | None, post: Post, submitted: Sequence[int]
    ) -> Changes | None:
        """What is another than in the post that a draft corrects, or than what approvers were asked about before."""
        earlier = next((number for number in submitted if number < post.revision), None)
        before = corrected
        if before is None and earlier is not None:
            before = await drafts.find_revision(self._transaction, post.id, earlier)
        if before is None:
            return None
        reading = await readings.load_reading(self._transaction, before.revision_id)
        files = await attachments.list_files(self._transaction, before.revision_id)
        from bot.reading.versions.changes import changes_between

        return changes_between(Version.of(before, reading, files), now)

    def needs_approval(self, post: Post) -> bool:
        """Whether the ward's policy wants a second person to agree to this post."""
        policy = self._context.policy
        return policy.needs_approval(post.kind, urgent=post.urgent, correction=post.corrects_id is not None)

    def waits(self, post: Post, ward: WardInfo, at: datetime) -> Mapping[Bundle, datetime]:
        """Until when a post that goes out at that moment waits, for each way in which people want it."""
        return {} if post.urgent else waits(at, ward.quiet)

    def rings_at(self, post: Post, ward: WardInfo, at: datetime) -> datetime | None:
        """Until when a word about what was published waits that is said at that moment; None where it goes at once.

        At night phones are let be, but for what is urgent and for what takes place before people have read it.
        """
        over, begins = ward.quiet.over(at), begins_at(post)
        soon = begins is not None and at < begins < over + READ_BY
        return None if over == at or post.urgent or soon else over

    async def _reach(self, recipients: Recipients, post: Post, ward: WardInfo) -> Reach:
        """Count people by when they get it and by route; routes send side by side, so the slowest decides the time."""
        wanted = await fanout.count_addressed(self._transaction, recipients)
        at = max(post.due_at or self._context.now, self._context.now)
        hold = self.waits(post, ward, at)
        later: Counter[datetime] = Counter()
        counts: Counter[str] = Counter()
        for (route, bundle), count in wanted.items():
            if bundle in hold:
                later[hold[bundle]] += count
            else:
                counts[route] += count
        accounts = self._context.accounts
        rates = {route: account.rate for route, account in accounts.items()}
        seconds = max((count / rates.get(route, 1.0) for route, count in counts.items()), default=0)
        stars = sum(accounts[route].price(count) for route, count in counts.items() if route in accounts)
        public = recipients.audience is Audience.EVERYONE
        channel = await broadcasts.find_named(self._transaction) if public else None
        return Reach(
            counts.total() + later.total(),
            timedelta(seconds=seconds),
            tuple(sorted(later.items())),
            stars,
            channel.name if channel is not None and channel.reachable else "",
        )


def _is_held(reading: Reading) -> bool:
    """Whether a text holds personal data: it stays with its author."""
    return any(one.code is WarningCode.PERSONAL_DATA for one in reading.warnings)

"""The life of a post under everything that officials, people and machines can do, in any order.

Hypothesis chooses the order; services, the clock's work, claims and outcomes are the real ones. What must hold is told
by a model that keeps its own books: who wrote and changed what, who agreed to which form of it, what was noted, what
exists for whom. Refusing too much is not seen here, other tests do; letting through what must not be is.

It is longer than other tests: the model is one, as the table of moves is.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select

from bot.domain.audit import Action
from bot.domain.people import Role, Viewer
from bot.domain.posts import Audience, FollowUp, Kind, PostNumber
from bot.errors import MaybeSentError, RefusedError, UnreachableError
from bot.services import Services
from bot.services.drafts import read_text
from bot.settings import PolicySettings
from bot.storage import people, roles
from bot.storage.engine import Database
from bot.storage.push.outbox import Claimed
from bot.storage.tables import address, approval, audit, post, revision
from tests.integration.phones import NEVER, Mail
from tests.integration.stories import Stage, tell
from tests.ward import TELEGRAM

RESIDENTS, CADRE, GROUP = ("20", "21"), "22", "-500"
READERS = (*RESIDENTS, CADRE, GROUP)
ROLES = {
    **dict.fromkeys((*RESIDENTS, GROUP), Role.RESIDENT),
    CADRE: Role.CADRE,
    **dict.fromkeys(("1", "2"), Role.WRITER),
    **dict.fromkeys(("3", "4"), Role.APPROVER),
    **dict.fromkeys(("5", "6"), Role.ADMIN),
}
OFFICIALS = ("1", "2", "3", "4", "5", "6")
OPEN = ("draft", "pending", "approved", "returned", "scheduled")
THERE = ("published", "expired")
END = datetime(2026, 11, 25, 4, tzinfo=UTC)
"""When the notice below ends."""
UNDO, REMIND, LATE, LEFT = timedelta(seconds=15), timedelta(minutes=20), timedelta(minutes=30), timedelta(hours=1)
MARK = re.compile(r"kv\d+x")
NUMBER = re.compile(r"(?i)tin số ((?:CB-)?\d+)")


def text(mark: str, *, ends: bool) -> str:
    """A text with a word that stands nowhere else: a notice with an end, or a report with a figure and a tally."""
    if ends:
        return f"Thông báo cúp điện\n\nCúp điện {mark} tại hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026."
    number = int(mark[2:-1])
    return (
        f"Báo cáo phường Mỹ Bình\n\nPhường báo cáo {mark}. Thu ngân sách năm 2025 đạt {60 + number % 40},4%. "
        f"Phường đã đạt được {number % 90}/99 chỉ tiêu."
    )


@dataclass(eq=False)
class Story:
    """One post, or one correction on its way, as it must be."""

    id: int
    author: str
    mark: str
    ends: bool
    kind: Kind
    touched: datetime
    corrects: "Story | None" = None
    audience: Audience = Audience.EVERYONE
    urgent: bool = False
    state: str = "draft"
    revision: int = 1
    hands: set[str] = field(default_factory=set)
    agreed: set[str] = field(default_factory=set)
    unseen: bool = False
    """Whether it goes, or went, round the approval that the ward asks for."""
    due: datetime | None = None
    remind: datetime | None = None
    expires: datetime | None = None
    closed: bool = False
    number: int | None = None

    @property
    def asks(self) -> bool:
        """What the ward decided: reports, resolutions, urgent posts and corrections."""
        return self.corrects is not None or self.urgent or self.kind in (Kind.REPORT, Kind.RESOLUTION)

    def ends_after(self, now: datetime) -> datetime | None:
        return END if self.ends and self.kind in (Kind.ANNOUNCEMENT, Kind.MEETING) and now < END else None


class CrashError(Exception):
    """The process dies before it commits."""


def _die(crash: bool) -> None:
    if crash:
        raise CrashError


Work = Callable[[Services, Viewer], Awaitable[Any]]
WHO = st.sampled_from(OFFICIALS)
ANY = st.integers(0, 5)
SELDOM = st.sampled_from([False] * 9 + [True])


class LifeMachine(RuleBasedStateMachine):
    """Six officials, a cadre, two residents and a group; one worker, whose messages stand in phones."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._loop = stage.loop
        self._database = stage.database
        self._clock = stage.clock
        self._house = stage.house
        self._mail = Mail(stage.house)
        self._roles = dict(ROLES)
        self._stories: list[Story] = []
        self._marks: dict[str, Story] = {}
        """Every word that ever stood in a text, with the post that it is, or would be, of."""
        self._out: dict[str, set[str]] = {"everyone": set(), "cadres": set()}
        """Words that were published, by whom they were for."""
        self._numbers = {Audience.EVERYONE: 0, Audience.CADRES: 0}
        self._expected: list[tuple[int, str, str | None, int]] = []
        self._held: list[Claimed] = []
        self._excused: set[tuple[str, Story]] = set()
        """Copies that nobody knows, or that the platform or the person keeps from us."""
        self._gone: set[str] = set()
        self._lost: set[str] = set()
        self._looked, self._heard, self._count = 0, 0, 0
        self._dirty = False
        self._do(stage.clear())
        self._do(self._begin())

    def _do(self, work: Awaitable[Any]) -> Any:
        async def run() -> Any:
            return await work

        return self._loop.run_until_complete(run())

    @property
    def _now(self) -> datetime:
        return self._clock.now()

    async def _begin(self) -> None:
        async with self._house.services() as services:
            transaction = services.posts._transaction
            for chat, role in ROLES.items():
                viewer = await services.people.enter(self._house.event(chat, group=chat == GROUP))
                await roles.set_role(transaction, viewer.person_id, role)
                if chat in READERS:
                    await services.subscriptions.subscribe(replace(viewer, group_admin=True))
            found = await transaction.execute(select(address.c.person_id, address.c.chat_id))
            self._chats = {person_id: chat for person_id, chat in found}  # noqa: C416
            self._looked = max(await transaction.scalars(select(audit.c.id)), default=0)

    async def _viewer(self, services: Services, who: str) -> Viewer:
        viewer = await people.find_viewer(services.posts._transaction, TELEGRAM, who)
        assert viewer is not None
        return replace(viewer, group_admin=True)

    def _try(self, who: str, work: Work, *, crash: bool = False) -> tuple[Any] | None:
        """Do something in a transaction; None where it was refused, or rolled back by a crash before the commit."""

        async def attempt() -> tuple[Any] | None:
            try:
                async with self._house.services() as services:
                    result = await work(services, await self._viewer(services, who))
                    _die(crash)
            except (RefusedError, CrashError) as error:
                note(f"not done: {error!r}")
                return None
            return (result,)

        done: tuple[Any] | None = self._do(attempt())
        return done

    def _pick(self, which: int) -> Story:
        """One that is on its way, where there is one; now and then any."""
        return self._among(which, self._stories, OPEN)

    def _published(self, which: int) -> Story:
        """One that is out, where there is one; now and then one that was withdrawn."""
        return self._among(which, [one for one in self._stories if one.number], THERE)

    def _among(self, which: int, stories: list[Story], states: tuple[str, ...]) -> Story:
        found = [one for one in stories if one.state in states] if which else []
        return (found or stories)[-1 - which % len(found or stories)]

    # --- the model ------------------------------------------------------------------------------------------------

    def _expect(self, story: Story, action: str, who: str | None) -> None:
        self._expected.append((story.id, action, who, story.revision))
        story.touched = self._now

    def _may_open(self, story: Story, who: str) -> bool:
        if self._roles[who] < Role.WRITER or story.state not in OPEN:
            return False
        shared = self._roles[who] >= Role.APPROVER and (story.state != "draft" or who in story.hands)
        return who == story.author or shared

    def _is_agreed(self, story: Story) -> bool:
        return any(self._roles[one] >= Role.APPROVER for one in story.agreed - story.hands)

    def _approvers(self, story: Story) -> set[str]:
        return {who for who, role in self._roles.items() if role >= Role.APPROVER and who not in story.hands}

    def _edited(self, story: Story, who: str, *, revises: bool) -> None:
        assert self._may_open(story, who), "changed by somebody who may not see it"
        self._expect(story, "edit", who)
        story.state = "draft"
        story.agreed.clear()
        story.due = story.remind = None
        story.unseen = False
        story.hands.add(who)
        story.revision += int(revises)

    def _scheduled(self, story: Story, who: str, at: datetime | None, *, unseen: bool = False) -> None:
        story.state, story.remind = "scheduled", None
        story.due = at if at and at > self._now else self._now + (timedelta() if story.urgent else UNDO)
        story.unseen = story.unseen or unseen
        self._expect(story, "schedule", who)
        if unseen:
            self._expect(story, "unapproved", who)
        if story.due <= self._now:
            assert self._fires(story), "it went out although it had to be held"

    def _held_back(self, story: Story, who: str | None) -> None:
        self._expect(story, "undo", who)
        story.state = "approved" if self._is_agreed(story) else "draft"
        story.due, story.unseen = None, False

    def _fires(self, story: Story) -> bool:
        """The hour of a post has come: it goes out, or is held."""
        assert story.due is not None
        writes = self._roles[story.author] >= Role.WRITER
        agreed = not story.asks or story.unseen or self._is_agreed(story)
        if not writes or not agreed or self._now - story.due > LATE:
            self._held_back(story, None)
            return False
        story.due = None
        self._dirty = True
        if story.corrects is None:
            self._expect(story, "publish", None)
            self._numbers[story.audience] += 1
            story.number, story.state = self._numbers[story.audience], "published"
            story.expires = story.ends_after(self._now)
            self._out[story.audience].add(story.mark)
            return True
        corrected = story.corrects
        self._expect(story, "correct", None)
        self._expect(corrected, "correct", story.author)
        ends = story.ends_after(self._now)
        over = corrected.state == "expired" and (ends is None or corrected.closed)
        corrected.state = "expired" if over else "published"
        corrected.expires, corrected.closed = None if over else ends, corrected.closed and over
        corrected.mark, corrected.ends, corrected.kind = story.mark, story.ends, story.kind
        corrected.revision += 1
        corrected.unseen, story.unseen = corrected.unseen or story.unseen, False
        corrected.hands |= story.hands
        story.state = "merged"
        self._marks[story.mark] = corrected
        self._out[corrected.audience].add(story.mark)
        return True

    # --- writing ----------------------------------------------------------------------------------------------------

    def _new_mark(self) -> str:
        self._count += 1
        return f"kv{self._count}x"

    @initialize(who=WHO, ends=st.booleans(), cadres=st.booleans())
    def begin_with_a_post(self, who: str, ends: bool, cadres: bool) -> None:
        """Most of what can happen to a post happens once it is out."""
        self.write(who, ends, urgent=False, crash=False)
        if cadres:
            self.edit(0, who, own=True, what="audience", kind=Kind.GUIDE, crash=False)
        self.go_the_usual_way(0, "out")
        self.claim(3)
        self.send(2, "")

    @precondition(lambda self: len(self._stories) < 8)
    @rule(who=WHO, ends=st.booleans(), urgent=SELDOM, crash=SELDOM)
    def write(self, who: str, ends: bool, urgent: bool, crash: bool) -> None:
        mark = self._new_mark()
        body = text(mark, ends=ends)
        done = self._try(who, lambda s, v: s.posts.start(v, body, read_text(body), urgent=urgent), crash=crash)
        if done is None:
            return
        assert self._roles[who] >= Role.WRITER
        view = done[0].view
        story = Story(view.post.id, who, mark, ends, view.post.kind, self._now, urgent=urgent, hands={who})
        assert view.post.kind is (Kind.ANNOUNCEMENT if ends else Kind.REPORT)
        self._stories.append(story)
        self._marks[mark] = story

    @precondition(lambda self: self._stories)
    @rule(
        which=ANY,
        who=WHO,
        own=st.booleans(),
        what=st.sampled_from(["text", "text", "title", "kind", "audience", "urgent", "topic"]),
        kind=st.sampled_from(Kind),
        crash=SELDOM,
    )
    def edit(self, which: int, who: str, own: bool, what: str, kind: Kind, crash: bool) -> None:
        story = self._pick(which)
        who = story.author if own else who
        mark = self._new_mark()
        body = text(mark, ends=story.ends)
        work: dict[str, Work] = {
            "text": lambda s, v: s.posts.set_text(v, story.id, body, read_text(body)),
            "title": lambda s, v: s.posts.set_title(v, story.id, f"Tiêu đề {self._count}"),
            "kind": lambda s, v: s.posts.set_kind(v, story.id, kind),
            "audience": lambda s, v: s.audience.toggle_audience(v, story.id),
            "urgent": lambda s, v: s.audience.toggle_urgent(v, story.id),
            "topic": lambda s, v: s.audience.toggle_topic(v, story.id, 1),
        }
        if self._try(who, work[what], crash=crash) is None:
            return
        assert story.corrects is None or what in ("text", "title", "kind"), "a correction went to somebody else"
        self._edited(story, who, revises=what in ("text", "title", "kind"))
        if what == "text":
            story.mark = mark
            story.kind = Kind.ANNOUNCEMENT if story.ends else Kind.REPORT
            self._marks[mark] = story
        elif what == "kind":
            story.kind = kind
        elif what == "audience":
            story.audience = Audience.EVERYONE if story.audience is Audience.CADRES else Audience.CADRES
        elif what == "urgent":
            story.urgent = not story.urgent

    @precondition(lambda self: self._stories)
    @rule(which=ANY)
    def tick(self, which: int) -> None:
        """The author ticks every doubt."""
        story = self._pick(which)

        async def all_of_them(services: Services, viewer: Viewer) -> None:
            draft = await services.posts.preview(viewer, story.id)
            for position, done in enumerate(draft.accepted):
                if not done:
                    draft = await services.posts.tick(viewer, draft, position)

        if self._try(story.author, all_of_them) is not None:
            assert self._may_open(story, story.author)

    # --- letting it go ----------------------------------------------------------------------------------------------

    @precondition(lambda self: self._stories)
    @rule(
        which=ANY,
        who=WHO,
        own=st.sampled_from([True, True, True, False]),
        how=st.sampled_from(["", "", "alone", "at_once"]),
        hour=st.sampled_from([None, None, -60, 3600, 90000]),
        crash=SELDOM,
    )
    def publish(self, which: int, who: str, own: bool, how: str, hour: int | None, crash: bool) -> None:
        story = self._pick(which)
        who = story.author if own else who
        at = self._now + timedelta(seconds=hour) if hour is not None else None
        flags: dict[str, Any] = {how: True} if how else {}

        async def press(services: Services, viewer: Viewer) -> Any:
            draft = await services.posts.preview(viewer, story.id)
            return await services.publishing.publish(viewer, draft, at=at, **flags)

        done = self._try(who, press, crash=crash)
        if done is None:
            return
        assert self._may_open(story, who)
        assert who == story.author, "somebody else pressed Đăng"
        if how != "at_once" and story.state != "scheduled":
            at = at or story.due
        if not story.asks or self._is_agreed(story):
            self._scheduled(story, who, at)
            return
        if how == "at_once":
            assert story.urgent or story.corrects, "no emergency, and nobody agreed"
        elif self._approvers(story) and not story.unseen:
            assert story.state in ("draft", "returned")
            self._expect(story, "submit", who)
            story.state, story.due, story.remind = "pending", at, self._now + REMIND
            return
        elif done[0].ask == "alone":
            assert self._roles[who] >= Role.ADMIN
            return
        else:
            assert story.unseen or (how == "alone" and self._roles[who] >= Role.ADMIN), "nobody agreed"
        self._scheduled(story, who, at, unseen=True)

    @precondition(lambda self: self._stories)
    @rule(which=ANY, who=WHO, crash=SELDOM)
    def approve(self, which: int, who: str, crash: bool) -> None:
        story = self._pick(which)

        async def press(services: Services, viewer: Viewer) -> Any:
            return await services.publishing.approve(viewer, await services.posts.preview(viewer, story.id))

        if self._try(who, press, crash=crash) is None:
            return
        assert story.state == "pending"
        assert self._roles[who] >= Role.APPROVER
        assert who not in story.hands, "agreed to what they wrote or changed"
        self._expect(story, "approve", who)
        story.state, story.remind = "approved", None
        story.agreed.add(who)
        if story.due is not None and self._now - story.due > LATE:
            story.due = None
            return
        self._scheduled(story, who, story.due)

    @precondition(lambda self: self._stories)
    @rule(which=ANY, who=WHO, reject=st.sampled_from([False, False, True]), crash=SELDOM)
    def decide(self, which: int, who: str, reject: bool, crash: bool) -> None:
        story = self._pick(which)

        def work(services: Services, viewer: Viewer) -> Awaitable[Any]:
            act = services.publishing.reject if reject else services.publishing.send_back
            return act(viewer, story.id, story.revision, "Sai số")

        if self._try(who, work, crash=crash) is None:
            return
        assert story.state == "pending"
        assert self._roles[who] >= Role.APPROVER
        self._expect(story, "reject" if reject else "return", who)
        story.state, story.remind = ("rejected" if reject else "returned"), None

    @precondition(lambda self: self._stories)
    @rule(which=ANY, who=WHO, crash=SELDOM)
    def undo(self, which: int, who: str, crash: bool) -> None:
        story = self._pick(which)
        if self._try(who, lambda s, v: s.publishing.undo(v, story.id), crash=crash) is not None:
            assert story.state == "scheduled"
            assert self._may_open(story, who)
            self._held_back(story, who)

    @precondition(lambda self: self._stories)
    @rule(which=ANY, who=WHO)
    def drop(self, which: int, who: str) -> None:
        story = self._pick(which)
        if self._try(who, lambda s, v: s.posts.drop(v, story.id)) is not None:
            assert who == story.author
            assert self._may_open(story, who)
            self._expect(story, "drop", who)
            story.state = "cancelled"

    @precondition(lambda self: any(one.state == "cancelled" for one in self._stories))
    @rule(which=ANY, who=WHO, own=st.booleans())
    def restore(self, which: int, who: str, own: bool) -> None:
        story = self._among(which, self._stories, ("cancelled",))
        was, who = story.state, story.author if own else who
        if self._try(who, lambda s, v: s.posts.restore(v, story.id)) is None:
            return
        if was != "cancelled":
            assert self._may_open(story, who), "what is on its way is only shown"
            return
        assert who == story.author
        assert self._now - story.touched < timedelta(days=1)
        if story.corrects is not None:
            assert story.corrects.state in THERE
            assert not [one for one in self._stories if one.corrects is story.corrects and one.state in OPEN]
        self._expect(story, "restore", who)
        story.state, story.due, story.remind, story.unseen = "draft", None, None, False
        story.agreed.clear()

    @precondition(lambda self: self._stories)
    @rule(which=ANY, far=st.sampled_from(["out", "agreed", "asked"]))
    def go_the_usual_way(self, which: int, far: str) -> None:
        """The author ticks and presses Đăng, somebody agrees where that is asked, and the moments to undo go by."""
        story = self._pick(which)
        if story.state not in OPEN:
            return
        self.tick(which)
        self.publish(which, story.author, own=True, how="", hour=None, crash=False)
        agrees = min(self._approvers(story), default=None)
        if story.state == "pending" and agrees is not None and far != "asked":
            self.approve(which, agrees, crash=False)
        if far == "out":
            self.time_passes(20)

    @precondition(lambda self: len(self._stories) < 8)
    @rule(
        author=WHO,
        who=st.sampled_from(OFFICIALS[2:]),
        own=st.booleans(),
        far=st.sampled_from(["asked", "agreed"]),
        what=st.sampled_from(["text", "title", "kind", "audience", "topic"]),
    )
    def change_what_waits(self, author: str, who: str, own: bool, far: str, what: str) -> None:
        """A report that waits, or that somebody agreed to, is changed; whoever changed it agrees to it."""
        before = len(self._stories)
        self.write(author, ends=False, urgent=False, crash=False)
        if len(self._stories) == before:
            return
        self.go_the_usual_way(0, far)
        self.edit(0, who, own=own, what=what, kind=Kind.RESOLUTION, crash=False)
        self.holds()
        self.go_the_usual_way(0, "asked")
        self.approve(0, who, crash=False)

    # --- after it went out --------------------------------------------------------------------------------------------

    def _number(self, story: Story) -> PostNumber:
        return PostNumber(story.audience, story.number or 999)

    @precondition(lambda self: any(one.number for one in self._stories))
    @rule(
        which=ANY,
        who=WHO,
        changes=st.sampled_from([True, True, False]),
        goes_out=st.booleans(),
        crash=SELDOM,
    )
    def correct(self, which: int, who: str, changes: bool, goes_out: bool, crash: bool) -> None:
        """Begin a correction, or open the one that was begun; mostly change its text, and often let it go out."""
        corrected = self._published(which)
        done = self._try(who, lambda s, v: s.corrections.begin(v, self._number(corrected)), crash=crash)
        if done is None:
            return
        view, new = done[0]
        assert corrected.state in THERE
        assert self._roles[who] >= Role.WRITER
        under_way = [one for one in self._stories if one.corrects is corrected and one.state in OPEN]
        if not new:
            assert [one.id for one in under_way if one.author == who] == [view.view.post.id]
            return
        for one in under_way:
            idle = one.state in ("draft", "returned") and self._now - one.touched >= LEFT
            assert one.author != who
            assert idle or self._roles[one.author] < Role.WRITER, "somebody's correction was taken from them"
            self._expect(one, "drop", who)
            one.state = "cancelled"
        story = Story(
            view.view.post.id,
            who,
            corrected.mark,
            corrected.ends,
            corrected.kind,
            self._now,
            corrects=corrected,
            audience=corrected.audience,
            urgent=corrected.urgent,
            hands={who},
        )
        self._stories.append(story)
        if changes:
            self.edit(0, who, own=True, what="text", kind=Kind.GUIDE, crash=False)
        if goes_out:
            self.go_the_usual_way(0, "out")

    @precondition(lambda self: any(one.number for one in self._stories))
    @rule(which=ANY, who=WHO, own=st.booleans(), crash=SELDOM)
    def withdraw(self, which: int, who: str, own: bool, crash: bool) -> None:
        story = self._published(which)
        who = story.author if own else who
        done = self._try(who, lambda s, v: s.corrections.withdraw(v, self._number(story), "Nhầm"), crash=crash)
        if done is None:
            return
        assert story.state in THERE
        assert self._roles[who] >= (Role.WRITER if who == story.author else Role.APPROVER)
        self._expect(story, "withdraw", who)
        story.state, story.unseen, story.expires = "withdrawn", False, None
        for one in self._stories:
            if one.corrects is story and one.state in OPEN:
                self._expect(one, "drop", who)
                one.state = "cancelled"
        self._dirty = True

    @precondition(lambda self: any(one.number for one in self._stories))
    @rule(which=ANY, who=WHO, own=st.booleans(), over=st.booleans(), crash=SELDOM)
    def tell_what_became_of_it(self, which: int, who: str, own: bool, over: bool, crash: bool) -> None:
        story = self._published(which)
        who = story.author if own else who
        words = f"ngày khác, lần {self._count}"
        what = FollowUp.SAFE if over else FollowUp.MOVED
        done = self._try(who, lambda s, v: s.corrections.all_clear(v, self._number(story), what, words), crash=crash)
        if done is None:
            return
        assert story.state in THERE
        assert self._roles[who] >= (Role.WRITER if who == story.author else Role.APPROVER)
        ends = over and story.state == "published"
        self._expect(story, "expire" if ends else "all-clear", who)
        story.state, story.expires, story.closed = ("expired" if ends else story.state), None, True

    @precondition(lambda self: any(one.number for one in self._stories))
    @rule(which=st.integers(1, 5), who=WHO, corrected=st.booleans())
    def withdraw_with_what_was_said_about_it(self, which: int, who: str, corrected: bool) -> None:
        """A post is taken back when people were told of its correction, or of what became of it."""
        if corrected:
            self.correct(which, who, changes=True, goes_out=True, crash=False)
        else:
            self.tell_what_became_of_it(which, who, own=True, over=False, crash=False)
        self.pushes_run_dry()
        self.withdraw(which, who, own=True, crash=False)
        self.pushes_run_dry()

    # --- time, rights, and people -----------------------------------------------------------------------------------

    @rule(seconds=st.sampled_from([5, 20, 20, 20, 1300, 2400, 4000, 50000, 100000]))
    def time_passes(self, seconds: float) -> None:
        self._clock.advance(seconds=seconds)
        self._do(self._mail.reconciler.run_once())
        self._due()

    def _due(self) -> None:
        """The clock does what is due, looking again until nothing is.

        One look sees all that is due: first what goes out, then who is reminded, then what ends, each oldest first.
        """
        while True:
            goes_out, reminds, ends = (
                [story for story in sorted(self._stories, key=lambda one: one.id) if is_due(story)]
                for is_due in (self._goes_out, self._reminds, self._ends)
            )
            if not self._do(self._house.dues.run_once()):
                break
            for story in filter(self._goes_out, goes_out):
                self._fires(story)
            for story in filter(self._reminds, reminds):
                story.remind = None
            for story in filter(self._ends, ends):
                self._expect(story, "expire", None)
                story.state, story.expires = "expired", None

    def _goes_out(self, story: Story) -> bool:
        return story.state == "scheduled" and story.due is not None and story.due <= self._now

    def _reminds(self, story: Story) -> bool:
        return story.state == "pending" and story.remind is not None and story.remind <= self._now

    def _ends(self, story: Story) -> bool:
        return story.state == "published" and story.expires is not None and story.expires <= self._now

    @rule(who=st.sampled_from([*OFFICIALS, CADRE]), role=st.sampled_from([None, None, *Role]))
    def rights_change(self, who: str, role: Role | None) -> None:
        """Somebody loses their right, or gets one; most times what they had at first."""
        self._roles[who] = ROLES[who] if role is None else role
        self._do(self._house.set_role(who, self._roles[who]))
        if self._roles[who] < Role.CADRE:
            self._lost.add(who)

    @rule(who=st.sampled_from(READERS), leaves=st.booleans())
    def changes_mind(self, who: str, leaves: bool) -> None:
        async def work(services: Services, viewer: Viewer) -> None:
            if leaves:
                await services.subscriptions.unsubscribe(viewer)
            else:
                await services.subscriptions.subscribe(viewer)
                await services.subscriptions.send_sample(viewer)

        assert self._try(who, work) is not None

    # --- the worker -------------------------------------------------------------------------------------------------

    @rule(limit=st.integers(1, 8))
    def claim(self, limit: int) -> None:
        rows = self._do(self._mail.claim(limit=limit))
        for row in rows:
            message, _ = self._mail.worker.sender.renderer.render(row, self._mail.telegram.capabilities, self._now)
            words = str(message.text)
            if any(self._marks[mark].audience is Audience.CADRES for mark in MARK.findall(words)):
                assert self._roles[row.chat_id] >= Role.CADRE, "a cadre post on its way to somebody else"
        self._held += rows

    def _next(self) -> Claimed | None:
        while self._held:
            row = self._held.pop(0)
            if self._now < row.lease_until:
                return row
        return None

    @rule(many=st.integers(1, 8), wrong=st.sampled_from(["", "", "", "never", "silence", "blocked", "crash"]))
    def send(self, many: int, wrong: str) -> None:
        for _ in range(many):
            row = self._next()
            if row is None:
                return
            errors = {
                "never": NEVER,
                "silence": MaybeSentError("no-answer"),
                "blocked": UnreachableError("blocked"),
            }
            if wrong in errors:
                self._mail.telegram.fails(row.chat_id, errors[wrong])
            outcomes = self._do(self._mail.send([row]))
            if wrong in ("silence", "crash"):
                self._excused |= {(row.chat_id, one) for one in self._stories}
            if wrong == "blocked":
                self._gone.add(row.chat_id)
            if wrong != "crash":
                self._do(self._mail.record(outcomes))

    @rule()
    def pushes_run_dry(self) -> None:
        self._held.clear()
        self._do(self._mail.run())
        self._due()
        self._do(self._mail.run())
        self._due()
        self._check_copies()

    def _check_copies(self) -> None:
        numbered = {str(self._number(story)): story for story in self._stories if story.number}
        for (chat, _), message in self._mail.telegram.shown.items():
            if chat in self._gone:
                continue
            for number in NUMBER.findall(message.text):
                story = numbered[number]
                taken = story.state == "withdrawn" and (chat, story) not in self._excused
                assert not taken or "ĐÃ THU HỒI" in message.text, f"{chat} still reads of what was withdrawn"
            if " · mã " not in message.text:
                continue
            for mark in MARK.findall(str(message.text).rpartition("ĐÍNH CHÍNH")[2].split("</b>", 1)[-1])[-1:]:
                story = self._marks[mark]
                if (chat, story) in self._excused:
                    continue
                if not (chat in self._lost and story.audience is Audience.CADRES):
                    assert mark == story.mark, f"{chat} still reads an older form"

    # --- what must hold ---------------------------------------------------------------------------------------------

    @invariant()
    def holds(self) -> None:
        self._do(self._check())
        for message in self._mail.telegram.rang[self._heard :]:
            for mark in MARK.findall(str(message.text)):
                assert mark in self._out["everyone"] | self._out["cadres"], "somebody got what was never published"
                if message.chat_id in (*RESIDENTS, GROUP):
                    assert mark in self._out["everyone"], f"{message.chat_id} got a post for cadres"
        self._heard = len(self._mail.telegram.rang)

    async def _check(self) -> None:
        async with self._database.read() as transaction:
            found = {row.id: row for row in await transaction.execute(select(post))}
            agreed: dict[int, set[str]] = {}
            for row in await transaction.execute(
                select(revision.c.post_id, approval.c.person_id).join(approval, approval.c.revision_id == revision.c.id)
            ):
                agreed.setdefault(row.post_id, set()).add(self._chats[row.person_id])
            # Not the final counts of pushes, which are no moves.
            moves = select(audit).where(audit.c.id > self._looked, audit.c.action != Action.DISPATCH_DONE)
            noted = (await transaction.execute(moves.order_by(audit.c.id))).all()
        assert len(found) == len(self._stories)
        for story in self._stories:
            row = found[story.id]
            assert (row.state, row.number, row.audience, row.due_at) == (
                story.state,
                story.number,
                story.audience,
                story.due,
            )
            assert row.review_due == story.unseen or story.state in ("cancelled", "rejected")
            if story.state in OPEN:
                assert agreed.get(story.id, set()) == story.agreed, "an approval outlived a change, or was lost"
        for audience, last in self._numbers.items():
            numbers = [row.number for row in found.values() if row.audience == audience and row.number is not None]
            assert sorted(numbers) == list(range(1, last + 1)), "a gap in the numbers"
        assert [
            (row.post_id, row.action, self._chats.get(row.person_id), row.detail["revision"]) for row in noted
        ] == self._expected, "a move without its note, or a note without its move"
        assert all(row.at <= self._now for row in noted)
        self._looked = max([self._looked, *(row.id for row in noted)])
        self._expected.clear()
        if self._dirty:
            await self._check_answers()
            self._dirty = False

    async def _check_answers(self) -> None:
        """What exists for residents, groups and cadres is what was published for them and not withdrawn."""
        for who in (RESIDENTS[0], GROUP, CADRE):
            sees = who == CADRE and self._roles[who] >= Role.CADRE
            there = {
                str(self._number(one)): one
                for one in self._stories
                if one.state in THERE and (sees or one.audience is Audience.EVERYONE)
            }
            async with self._house.services() as services:
                viewer = await self._viewer(services, who)
                listed = [
                    str(one.number)
                    for offset in (0, 5)
                    for one in (await services.answers.latest(viewer, offset=offset)).posts.items
                ]
                assert sorted(listed) == sorted(there)
                for mark, story in self._marks.items():
                    hits = {str(one.post.number) for one in (await services.search.find(viewer, mark)).items}
                    shown = str(self._number(story)) in there and story.mark == mark
                    assert hits == ({str(self._number(story))} if shown else set())
                for story in (one for one in self._stories if one.number):
                    try:
                        body = (await services.answers.read(viewer, self._number(story))).post.body
                    except RefusedError:
                        body = ""
                    assert MARK.findall(body) == ([story.mark] if str(self._number(story)) in there else [])
                figures = await services.results.find(viewer, "ngân sách")
                assert {str(one.source.number) for one in figures.page.items} <= set(there)
                tally = (await services.targets.board(viewer)).post
                assert tally is None or str(tally.number) in there

    def teardown(self) -> None:
        self.pushes_run_dry()
        self.holds()


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    made = Stage(Database(database_url), policy=PolicySettings(), undo_seconds=15)
    yield made
    made.close()


def run(stage: Stage, *, stories: int, steps: int) -> None:
    tell(lambda: LifeMachine(stage), stories=stories, steps=steps)


def test_nothing_goes_out_or_stays_that_must_not_whatever_is_done_in_between(stage: Stage) -> None:
    run(stage, stories=5, steps=30)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_nothing_goes_out_or_stays_that_must_not_in_long_stories_either(stage: Stage) -> None:
    run(stage, stories=60, steps=50)

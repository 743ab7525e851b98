"""Somebody at Telegram and Zalo while the ward publishes: whatever becomes of the phones, each post comes once.

Hypothesis makes up the order in which they block and unblock the bot, wish to be told elsewhere, link their phones and
part them, between posts and while messages are on the wire. No process dies and no answer is lost, so nothing excuses a
second message. They are a cadre on Telegram alone.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete, update

from bot.delivery.policy import Decision
from bot.domain.people import Role, Viewer
from bot.errors import UnreachableError
from bot.messages.message import Outgoing
from bot.services import Services
from bot.services.drafts import read_text
from bot.storage import people
from bot.storage.engine import Database
from bot.storage.push.outbox import Claimed
from bot.storage.tables import audit, metadata, ward
from tests.conftest import FakeClock
from tests.integration.phones import LEASE, Mail, Phones
from tests.ward import TELEGRAM, ZALO, House
from tests.ward import settings as house_settings

WRITER = "7"
PHONES = {TELEGRAM: "20", ZALO: "z20"}
ROUTES = list(PHONES)


class Refusing(Phones):
    """A channel on which somebody has blocked the bot, whether it knows or not."""

    blocked = False

    async def send(self, message: Outgoing) -> str:
        if self.blocked and message.chat_id in PHONES.values():
            raise UnreachableError("blocked")
        return await super().send(message)


@dataclass
class Post:
    """A post, and what may become of it: it comes once, `surely` where nothing keeps it from coming."""

    title: str
    cadres: bool
    linked: bool
    surely: bool


class Story:
    """What happens, step by step, in a ward of its own."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.clock = FakeClock()
        self.house = House(self.database, self.clock, house_settings())

    async def begin(self) -> None:
        """Forget all that was; two people, of whom nobody knows yet that they are one."""
        async with self.database.write() as transaction:
            await transaction.execute(update(audit).values(person_id=None))
            for table in reversed(metadata.sorted_tables):
                if table.name not in ("ward", "topic", "area", "audit"):
                    await transaction.execute(delete(table))
            await transaction.execute(update(ward).values(next_number=1, next_cadre_number=1))
        self.mail = Mail(self.house, Refusing)
        self.phones: dict[str, Refusing] = {}
        for route, one in ((TELEGRAM, self.mail.telegram), (ZALO, self.mail.zalo)):
            assert isinstance(one, Refusing)
            self.phones[route] = one
        self.posts: list[Post] = []
        self.held: list[Claimed] = []
        self.linked = False
        async with self.house.services() as services:
            await services.people.enter(self.house.event(WRITER))
            for route, chat in PHONES.items():
                viewer = await services.people.enter(self.house.event(chat, route=route))
                await services.subscriptions.subscribe(viewer)
        await self.house.set_role(WRITER, Role.WRITER)
        await self.house.set_role(PHONES[TELEGRAM], Role.CADRE)

    async def viewer(self, services: Services, route: str, chat: str = "") -> Viewer:
        found = await people.find_viewer(services.posts._transaction, route, chat or PHONES[route])
        assert found is not None
        return found

    async def publish(self, *, cadres: bool) -> None:
        title = f"Cúp nước hẻm {len(self.posts) + 1}."
        text = f"{title}\n\nCúp nước hẻm số {len(self.posts) + 1} từ 8 giờ đến 17 giờ ngày 28/11/2026."
        async with self.house.services() as services:
            viewer = await self.viewer(services, TELEGRAM, WRITER)
            draft = await services.posts.start(viewer, text, read_text(text))
            for position, done in enumerate(draft.accepted):
                if not done:
                    draft = await services.posts.tick(viewer, draft, position)
            if cadres:
                draft = await services.audience.toggle_audience(viewer, draft.view.post.id)
            await services.publishing.publish(viewer, draft)
        # Where only one phone may get it, a block can keep it away for ever.
        blocked = any(one.blocked for one in self.phones.values())
        surely = not (blocked and (cadres or not self.linked))
        self.posts.append(Post(title, cadres, self.linked, surely))
        await self.time_passes()

    async def claim(self, route: str, limit: int) -> None:
        self.held += await self.mail.claim(route, limit=limit)

    async def send(self) -> None:
        held, self.held = self.held, []
        outcomes: list[tuple[Claimed, Decision]] = await self.mail.send(held)
        await self.mail.record(outcomes)

    async def block(self, route: str, *, tells: bool) -> None:
        """Block the bot on one phone; never on both, or nothing could come."""
        if any(one.blocked for one in self.phones.values()):
            return
        self.phones[route].blocked = True
        for one in self.posts:
            if not self.rings(one) and (one.cadres or not self.linked):
                one.surely = False
        if tells:
            await self._reaches(route, active=False)

    async def unblock(self, route: str) -> None:
        if self.phones[route].blocked:
            self.phones[route].blocked = False
            await self._reaches(route, active=True)

    async def _reaches(self, route: str, *, active: bool) -> None:
        async with self.database.write() as transaction:
            await people.set_address_active(transaction, route, PHONES[route], active=active)

    async def link(self, giver: str) -> None:
        if self.linked:
            return
        (typer,) = (route for route in ROUTES if route != giver)
        async with self.house.services() as services:
            code = await services.links.new_code(await self.viewer(services, giver))
        async with self.house.services() as services:
            there = await self.viewer(services, typer)
            offer = await services.links.use(there, code)
            assert offer is not None
            await services.links.join(there, offer.token)
        self.linked = True

    async def part(self, route: str) -> None:
        if not self.linked:
            return
        async with self.house.services() as services:
            await services.links.part(await self.viewer(services, route))
        self.linked = False
        if any(one.blocked for one in self.phones.values()):
            # What waits stays with one of the two.
            for post in self.posts:
                post.surely = False

    async def wish(self, route: str) -> None:
        async with self.house.services() as services:
            await services.links.wish(await self.viewer(services, ROUTES[0]), route.partition(":")[0])

    async def look_after(self) -> None:
        await self.time_passes()
        await self.mail.reconciler.run_once()

    async def time_passes(self) -> None:
        """Two seconds; what is on the wire is there before its lease ends, or its process would be dead."""
        self.clock.advance(seconds=2)
        if any(row.lease_until - self.clock.now() < LEASE / 2 for row in self.held):
            await self.send()

    def rings(self, post: Post, route: str | None = None) -> int:
        """How often a post came, to both phones or to one."""
        routes = [route] if route is not None else ROUTES
        return sum(post.title in text for one in routes for text in self.phones[one].rings(PHONES[one]))

    def check(self) -> None:
        for post in self.posts:
            for route in ROUTES:
                assert self.rings(post, route) <= 1, f"twice on {route}"
            assert self.rings(post) <= (1 if post.linked else 2), "on both phones of one person"
            assert not (post.cadres and self.rings(post, ZALO)), "a resident's phone got what is for cadres"

    async def finish(self) -> None:
        """Everybody can be reached again, and all that waits goes out."""
        for route in ROUTES:
            await self.unblock(route)
        await self.send()
        await self.mail.run()
        self.check()
        for post in self.posts:
            assert self.rings(post) or not post.surely, f"“{post.title}” never came"

    async def close(self) -> None:
        await self.database.close()


class LinksMachine(RuleBasedStateMachine):
    """The story as hypothesis tells it."""

    def __init__(self, story: Story, run: Callable[[Awaitable[None]], None]) -> None:
        super().__init__()
        self._story = story
        self._run = run
        run(story.begin())

    @precondition(lambda self: len(self._story.posts) < 8)
    @rule(cadres=st.sampled_from([False, False, False, True]))
    def publish(self, cadres: bool) -> None:
        self._run(self._story.publish(cadres=cadres))

    @rule(route=st.sampled_from(ROUTES), limit=st.integers(1, 3))
    def claim(self, route: str, limit: int) -> None:
        self._run(self._story.claim(route, limit))

    @rule()
    def send(self) -> None:
        self._run(self._story.send())

    @rule(route=st.sampled_from(ROUTES), tells=st.booleans())
    def block(self, route: str, tells: bool) -> None:
        self._run(self._story.block(route, tells=tells))

    @rule(route=st.sampled_from(ROUTES))
    def unblock(self, route: str) -> None:
        self._run(self._story.unblock(route))

    @rule(giver=st.sampled_from(ROUTES))
    def link(self, giver: str) -> None:
        self._run(self._story.link(giver))

    @rule(route=st.sampled_from(ROUTES))
    def part(self, route: str) -> None:
        self._run(self._story.part(route))

    @precondition(lambda self: self._story.linked)
    @rule(route=st.sampled_from(ROUTES))
    def wish(self, route: str) -> None:
        self._run(self._story.wish(route))

    @rule()
    def look_after(self) -> None:
        self._run(self._story.look_after())

    @invariant()
    def holds(self) -> None:
        self._story.check()

    def teardown(self) -> None:
        self._run(self._story.finish())


@dataclass
class Told:
    """A story and the loop in which it happens: hypothesis waits for nothing."""

    story: Story
    loop: asyncio.AbstractEventLoop

    def run(self, step: Awaitable[None]) -> None:
        async def wait() -> None:
            await step

        self.loop.run_until_complete(wait())


@pytest.fixture
def told(database_url: str) -> Iterator[Told]:
    made = Told(Story(database_url), asyncio.new_event_loop())
    yield made
    made.run(made.story.close())
    made.loop.close()


def run(told: Told, *, stories: int, steps: int) -> None:
    class Machine(LinksMachine):
        def __init__(self) -> None:
            super().__init__(told.story, told.run)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=stories,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_each_post_comes_once_whatever_becomes_of_the_phones(told: Told) -> None:
    run(told, stories=12, steps=25)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_each_post_comes_once_in_long_stories_too(told: Told) -> None:
    run(told, stories=100, steps=60)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_two_hundred_posts_come_once_each_while_phones_block_unblock_and_change(database_url: str) -> None:
    story, chance = Story(database_url), random.Random(17)
    # The same story every time.
    await story.begin()
    await story.link(TELEGRAM)
    for _ in range(200):
        await story.publish(cadres=False)
        route = chance.choice(ROUTES)
        for act in chance.sample(
            [
                story.block(route, tells=chance.random() < 0.5),
                story.unblock(chance.choice(ROUTES)),
                story.wish(chance.choice(ROUTES)),
                story.claim(chance.choice(ROUTES), 2),
                story.send(),
            ],
            5,
        ):
            await act
    await story.finish()
    assert [story.rings(post) for post in story.posts] == [1] * 200
    await story.close()

"""Single targets and their measurements, entered by writers."""

from decimal import Decimal

from bot.domain.audit import Action
from bot.domain.life import VISIBLE
from bot.domain.people import Role, Viewer
from bot.domain.posts import Audience, PostNumber
from bot.domain.targets import Direction, Plan, Target
from bot.errors import InvalidError, MissingError
from bot.services.context import Context, require
from bot.storage import audit as audit_storage
from bot.storage import posts as post_storage
from bot.storage import targets as storage


class Targets:
    """What the ward committed itself to."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def update(
        self,
        viewer: Viewer,
        *,
        name: str,
        unit: str,
        direction: Direction,
        planned: Decimal,
        actual: Decimal | None,
        period: str,
        source: PostNumber | None,
    ) -> None:
        """Write a target's plan, and its actual value where one is given, with the post it came from."""
        require(viewer, Role.WRITER)
        name = " ".join(name.split())
        if not name or len(name) > 120:
            raise InvalidError("name", most=120)
        post_id = None
        if source is not None:
            post = await post_storage.find_post(self._transaction, viewer, source)
            if post is None or post.state not in VISIBLE:
                raise MissingError("post", number=str(source))
            if post.audience is Audience.CADRES:
                # Everybody sees targets; one that came from a cadre-only post would tell what that post says.
                raise InvalidError("target-source")
            post_id = post.id
        now = self._context.now
        there = await storage.find_target(self._transaction, name, "")
        one = Target(0, name, unit, direction, (Plan("", planned),))
        target_id = await storage.write_target(self._transaction, there, one, None, now)
        if actual is not None:
            await storage.insert_measurement(
                self._transaction, target_id, period=period, value=actual, post_id=post_id, now=now
            )
        await audit_storage.insert_audit(
            self._transaction,
            at=now,
            person_id=viewer.person_id,
            action=Action.TARGET_UPDATED,
            post_id=post_id,
            detail={"name": name},
        )

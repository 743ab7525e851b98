"""Everybody's own hour: how people want what is not urgent, and letting go what waited for them."""

from bot.domain.hours import Bundle, goes_at
from bot.domain.people import Viewer
from bot.services.context import Context, require_own
from bot.storage import consents
from bot.storage import ward as ward_storage
from bot.storage.push import copies
from bot.storage.push import digests as storage

EVERYBODY = 1
"""What the timer of digests is about: all whose hour has come are released together, some hundred at a time."""


class Digests:
    """News bundled by day or week, and what waits for the morning."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def bundle(self, viewer: Viewer) -> Bundle:
        """How somebody wants what is not urgent."""
        return await consents.load_bundle(self._transaction, viewer.person_id)

    async def set_bundle(self, viewer: Viewer, bundle: Bundle) -> None:
        """Let what is not urgent reach somebody another way; what waits for them comes no later than it would so."""
        require_own(viewer)
        # A claim and a release come to the same rows, from there.
        await copies.lock_pushes(self._transaction)
        await consents.set_bundle(self._transaction, viewer.person_id, bundle)
        quiet = (await ward_storage.load_ward(self._transaction)).quiet
        at = goes_at(bundle, self._context.now, quiet)
        await storage.bring_forward(self._transaction, viewer.person_id, at)

    async def due(self) -> list[int]:
        """Whether anybody's hour has come; what the bot has missed waits while phones are let be."""
        now = self._context.now
        due = await storage.is_due(self._transaction, now) and not await ward_storage.is_quiet(self._transaction, now)
        return [EVERYBODY] if due else []

    async def release(self) -> int:
        """Let go what waited for those whose hour has come; returns how many people they are."""
        # As a withdrawal does: what is taken back at this moment is told nobody.
        await copies.lock_pushes(self._transaction)
        return await storage.release(self._transaction, self._context.now)

"""Who gets pushes: consent first, then topics and areas; stopping takes one word."""

from datetime import timedelta
from typing import Any

from bot.domain.people import Choice, Viewer, toggled
from bot.domain.posts import Post, PostState
from bot.domain.words import fold_words
from bot.services.context import Context, require_own
from bot.storage import choices as choices_storage
from bot.storage import consents, links, people, reminders
from bot.storage import posts as post_storage
from bot.storage import ward as ward_storage
from bot.storage.push import copies

CONSENT_VERSION = "2026-11"
"""Changes whenever the text that people agree to changes (cards.people.CONSENT)."""
LOOKED_AT = 10
"""Posts among which the newest is looked for that is not over yet."""
AFTER_ANSWER = timedelta(seconds=1)
"""The sample comes after the words that announce it, which go out at once."""


class Subscriptions:
    """Consent, topics, areas, stopping."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    def check_own(self, viewer: Viewer) -> None:
        """Let a person decide for themselves, and for a group only its admins, before anything is asked."""
        require_own(viewer)

    async def subscribe(self, viewer: Viewer) -> None:
        """Store the consent, and start with the ward's preselected topics where none were chosen before.

        A group is pushed to where its admin asked for it, and is one again that may have put the bot out.
        """
        require_own(viewer)
        now = self._context.now
        await consents.withdraw_consents(self._transaction, viewer.person_id, now)
        await consents.insert_consent(self._transaction, viewer.person_id, CONSENT_VERSION, now)
        await consents.set_subscribed(self._transaction, viewer.person_id, subscribed=True)
        if not viewer.told_here and not viewer.subscribed:
            await links.wish(self._transaction, viewer.person_id, viewer.address_id)
        if viewer.group:
            await people.push_to(self._transaction, viewer.address_id, viewer.place)
        if not await choices_storage.list_topic_ids(self._transaction, viewer.person_id):
            topics = await ward_storage.list_topics(self._transaction)
            await choices_storage.set_topic_ids(
                self._transaction, viewer.person_id, [row.id for row in topics if row.preselected]
            )

    async def named_by(self, viewer: Viewer, link: str) -> tuple[list[Choice], list[Choice]]:
        """The areas and topics that a link names: "kv-3_cd-2", or an area as people write it, "khom5"."""
        marks = [one.partition("-") for one in link.split("_")]
        numbers = {(kind, int(number)) for kind, _, number in marks if number.isascii() and number.isdecimal()}
        rows = await ward_storage.list_areas(self._transaction)
        area_ids = {row.id for row in rows if ("kv", row.id) in numbers or is_named(row, link)}
        areas = [one for one in await self.areas(viewer) if one.id in area_ids]
        return areas, [one for one in await self.topics(viewer) if ("cd", one.id) in numbers]

    async def start_with(self, viewer: Viewer, link: str) -> list[Choice]:
        """Choose what a link names; returns its areas."""
        require_own(viewer)
        areas, topics = await self.named_by(viewer, link)
        if areas:
            await choices_storage.set_area_ids(self._transaction, viewer.person_id, [one.id for one in areas])
            await choices_storage.note_areas_asked(self._transaction, viewer.person_id)
        if topics:
            await choices_storage.set_topic_ids(self._transaction, viewer.person_id, [one.id for one in topics])
        return areas

    async def ask_where(self, viewer: Viewer) -> list[Choice]:
        """The areas to ask a subscriber about who was never asked; none where there is nothing to ask."""
        if not viewer.subscribed or viewer.areas_asked:
            return []
        areas = await choices_storage.list_areas_to_ask(self._transaction, viewer.person_id)
        if areas:
            await choices_storage.note_areas_asked(self._transaction, viewer.person_id)
        return [Choice(row.id, row.name, chosen=False) for row in areas]

    async def send_sample(self, viewer: Viewer) -> tuple[Post, bool] | None:
        """Send the newest post that still holds to a new subscriber; False beside it where they have it already.

        It is a copy like any other, so that a correction reaches it.
        """
        newest = await post_storage.list_posts(self._transaction, viewer, limit=LOOKED_AT)
        post = next((one for one in newest if one.state is PostState.PUBLISHED), None)
        if post is None:
            return None
        # Two who subscribe at once: all samples of a post are one dispatch. What is corrected now goes out corrected.
        await post_storage.lock_post(self._transaction, post.id)
        post = await post_storage.load_post(self._transaction, post.id)
        if post is None or post.state is not PostState.PUBLISHED:
            return None
        sent = await copies.insert_sample(
            self._transaction,
            post_id=post.id,
            revision_id=post.revision_id,
            person_id=viewer.person_id,
            route=viewer.route,
            at=self._context.now + AFTER_ANSWER,
        )
        return post, sent

    async def unsubscribe(self, viewer: Viewer) -> bool:
        """Stop all pushes and end the consent; False where nothing was subscribed."""
        require_own(viewer)
        await consents.withdraw_consents(self._transaction, viewer.person_id, self._context.now)
        await consents.set_subscribed(self._transaction, viewer.person_id, subscribed=False)
        await reminders.delete_reminders_of(self._transaction, viewer.person_id)
        return viewer.subscribed

    async def topics(self, viewer: Viewer) -> list[Choice]:
        """Topics in use, and which of them this person chose."""
        chosen = await choices_storage.list_topic_ids(self._transaction, viewer.person_id)
        rows = await ward_storage.list_topics(self._transaction)
        return [Choice(row.id, row.name, row.id in chosen) for row in rows]

    async def toggle_topic(self, viewer: Viewer, topic_id: int) -> list[Choice]:
        """Choose a topic, or drop it."""
        require_own(viewer)
        choices = toggled(await self.topics(viewer), topic_id, "topic")
        await choices_storage.set_topic_ids(
            self._transaction, viewer.person_id, [one.id for one in choices if one.chosen]
        )
        return choices

    async def areas(self, viewer: Viewer) -> list[Choice]:
        """Areas in use, and which of them this person chose."""
        chosen = await choices_storage.list_area_ids(self._transaction, viewer.person_id)
        rows = await ward_storage.list_areas(self._transaction)
        return [Choice(row.id, row.name, row.id in chosen) for row in rows]

    async def toggle_area(self, viewer: Viewer, area_id: int) -> list[Choice]:
        """Choose an area, or drop it."""
        require_own(viewer)
        choices = toggled(await self.areas(viewer), area_id, "area")
        await choices_storage.note_areas_asked(self._transaction, viewer.person_id)
        await choices_storage.set_area_ids(
            self._transaction, viewer.person_id, [one.id for one in choices if one.chosen]
        )
        return choices


def is_named(row: Any, link: str) -> bool:
    """Whether a link's word names an area, by its name or an old one: "khom5" is Khóm 5."""
    word = fold_words(link).replace(" ", "")
    return bool(word) and word in {fold_words(name).replace(" ", "") for name in (row.name, *row.aliases)}

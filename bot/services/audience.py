"""Whom a draft is for: its audience, topics and areas, and how urgently; what its text proposes is taken in one tap."""

from dataclasses import replace

from bot.domain.drafts import DraftView
from bot.domain.people import Choice, Viewer, toggled
from bot.domain.posts import Audience, Correction, Post
from bot.errors import InvalidError, MissingError
from bot.services.context import Context
from bot.services.life import Life
from bot.storage import choices as choices_storage
from bot.storage import drafts
from bot.storage import ward as ward_storage

Choices = list[Choice]


class Audiences:
    """Whom a draft reaches, for its author and whoever may change it."""

    def __init__(self, context: Context) -> None:
        self._transaction = context.transaction
        self._life = Life(context)

    async def toggle_audience(self, viewer: Viewer, post_id: int) -> DraftView:
        """Change between everyone and cadres only."""
        post = await self._open_first(viewer, post_id)
        other = Audience.EVERYONE if post.audience is Audience.CADRES else Audience.CADRES
        return await self._life.view(viewer, await self._life.edited(post, viewer, audience=other))

    async def toggle_urgent(self, viewer: Viewer, post_id: int) -> DraftView:
        """Mark the draft urgent, or not."""
        post = await self._open_first(viewer, post_id)
        return await self._life.view(viewer, await self._life.edited(post, viewer, urgent=not post.urgent))

    async def toggle_loud(self, viewer: Viewer, post_id: int) -> DraftView:
        """Have a correction that only mends spelling told to everyone all the same, or not."""
        post = await self._life.open(viewer, post_id)
        if post.corrects_id is None:
            raise MissingError("draft")
        other = None if post.change is Correction.MEANING else Correction.MEANING
        await drafts.set_change(self._transaction, post.revision_id, other)
        edited = await self._life.edited(post, viewer)
        return await self._life.view(viewer, replace(edited, change=other))

    async def topics(self, viewer: Viewer, post_id: int) -> Choices:
        """Topics in use, and which of them the draft is about."""
        post = await self._open_first(viewer, post_id)
        chosen = await choices_storage.list_post_topic_ids(self._transaction, post.id)
        rows = await ward_storage.list_topics(self._transaction)
        return [Choice(row.id, row.name, row.id in chosen) for row in rows]

    async def toggle_topic(self, viewer: Viewer, post_id: int, topic_id: int) -> Choices:
        """Say that the draft is about a topic, or that it is not."""
        choices = toggled(await self.topics(viewer, post_id), topic_id, "topic")
        await choices_storage.set_post_topic_ids(self._transaction, post_id, [one.id for one in choices if one.chosen])
        await self._life.edited(await self._life.load(post_id), viewer)
        return choices

    async def areas(self, viewer: Viewer, post_id: int) -> Choices:
        """Areas in use, and which of them the draft applies to."""
        post = await self._open_first(viewer, post_id)
        chosen = await choices_storage.list_post_area_ids(self._transaction, post.id)
        rows = await ward_storage.list_areas(self._transaction)
        return [Choice(row.id, row.name, row.id in chosen) for row in rows]

    async def toggle_area(self, viewer: Viewer, post_id: int, area_id: int) -> Choices:
        """Say that the draft applies to an area, or that it does not."""
        choices = toggled(await self.areas(viewer, post_id), area_id, "area")
        await choices_storage.set_post_area_ids(self._transaction, post_id, [one.id for one in choices if one.chosen])
        await self._life.edited(await self._life.load(post_id), viewer)
        return choices

    async def take_topic(self, viewer: Viewer, post_id: int) -> DraftView:
        """Choose the topic that the text proposes, if it still does."""
        draft = await self._life.view(viewer, await self._open_first(viewer, post_id))
        if draft.proposed.topic is None:
            return draft
        await choices_storage.set_post_topic_ids(self._transaction, post_id, [draft.proposed.topic.id])
        return await self._life.view(viewer, await self._life.edited(draft.view.post, viewer))

    async def take_areas(self, viewer: Viewer, post_id: int) -> DraftView:
        """Choose the areas that the text proposes, if it still does."""
        draft = await self._life.view(viewer, await self._open_first(viewer, post_id))
        if not draft.proposed.areas:
            return draft
        await choices_storage.set_post_area_ids(self._transaction, post_id, [one.id for one in draft.proposed.areas])
        return await self._life.view(viewer, await self._life.edited(draft.view.post, viewer))

    async def _open_first(self, viewer: Viewer, post_id: int) -> Post:
        """A draft that corrects nothing: a correction is for whom its post was, and as urgent."""
        post = await self._life.open(viewer, post_id)
        if post.corrects_id is not None:
            raise InvalidError("correction-audience")
        return post

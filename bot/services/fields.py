"""A draft's fields as a writer sets them by hand, and the new revision that any change of it writes.

The reading is imported where it is first asked: its patterns take longer to make than all the rest of a start needs.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.attachments import Attachment
from bot.domain.days import parse_day
from bot.domain.drafts import Accepted, DraftView
from bot.domain.lines import arranged
from bot.domain.people import Viewer
from bot.domain.posts import Kind, Post
from bot.domain.reading import Field, Reading
from bot.domain.when_lines import reworded
from bot.domain.words import fold_words
from bot.errors import InvalidError
from bot.reading.by_hand import keeping, on_day, with_lines
from bot.services.context import Context
from bot.services.doubting import ask
from bot.services.life import Life
from bot.storage import attachments, readings
from bot.storage import posts as storage

LONGEST_TITLE = 300
NEVER = ("khong", "khong tu ket thuc", "khong ket thuc", "khong co")


class Fields:
    """One draft and its fields, for whoever may change it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction
        self._life = Life(context)

    async def preview(self, viewer: Viewer, post_id: int) -> DraftView:
        """The draft as it stands now."""
        return await self._life.preview(viewer, post_id)

    async def set_title(self, viewer: Viewer, post_id: int, title: str) -> DraftView:
        """Give the draft another title."""
        post = await self._life.open(viewer, post_id)
        title = " ".join(title.split())
        if not title or len(title) > LONGEST_TITLE:
            raise InvalidError("title", most=LONGEST_TITLE)
        reading = await readings.load_reading(self._transaction, post.revision_id)
        first, line_end, rest = post.body.partition("\n")
        # The text's first line repeats the title: there it would go on saying the old one.
        repeats = fold_words(first) == fold_words(post.title)
        body = f"{title}{line_end}{rest}" if repeats else post.body
        titled = replace(reading, title=title, by_hand=reading.by_hand | {Field.TITLE})
        if repeats:
            titled = keeping(replace(_read_as(body, titled, post.kind), left_out=_frame_of(body)), titled, body)
        return await self._revise(viewer, post, body, titled)

    async def set_kind(self, viewer: Viewer, post_id: int, kind: Kind) -> DraftView:
        """Say what sort of thing the draft is."""
        post = await self._life.open(viewer, post_id)
        reading = await readings.load_reading(self._transaction, post.revision_id)
        chosen = replace(reading, kind=kind, by_hand=reading.by_hand | {Field.KIND})
        read_anew = keeping(_read_as(post.body, reading, kind), chosen, post.body)
        return await self._revise(viewer, post, post.body, read_anew)

    async def set_date(self, viewer: Viewer, post_id: int, typed: str) -> DraftView:
        """Say on which day it was ("08/07/2023").

        That answers the doubt about a missing year, and the one about a missing time too, unless a meeting lacks its
        hour: the day is printed above the text, the hour is not.
        """
        post = await self._life.open(viewer, post_id)
        day = parse_day(typed)
        if day is None:
            raise InvalidError("date")
        reading = await readings.load_reading(self._transaction, post.revision_id)
        return await self._on_day(viewer, post, reading, day)

    async def _on_day(self, viewer: Viewer, post: Post, reading: Reading, day: date) -> DraftView:
        dated = on_day(replace(reading, date=day, by_hand=reading.by_hand | {Field.DATE}), post.body)
        return await self._revise(viewer, post, post.body, dated)

    async def set_end(self, viewer: Viewer, post_id: int, typed: str) -> DraftView:
        """Say when the post ends by itself ("11h 12/12/2026", "12/12/2026"), or that it does not ("không")."""
        from bot.reading.moments import parse_due

        post = await self._life.open(viewer, post_id)
        now = self._context.now
        never = fold_words(typed) in NEVER
        due = None if never else parse_due(typed, now) or parse_due(f"{typed} 23:59", now)
        if not never and due is None:
            raise InvalidError("end")
        if due is not None and due.at <= now:
            raise InvalidError("end-past")
        reading = await readings.load_reading(self._transaction, post.revision_id)
        ended = replace(reading, ends_at=due.at if due else None, by_hand=reading.by_hand | {Field.END})
        return await self._revise(viewer, post, post.body, ended)

    async def toggle_whole(self, viewer: Viewer, post_id: int) -> DraftView:
        """Let letterhead, copies and signatures go out with the text, or leave them out again."""
        post = await self._life.open(viewer, post_id)
        reading = await readings.load_reading(self._transaction, post.revision_id)
        whole = Field.WHOLE not in reading.by_hand
        left_out = () if whole else _frame_of(post.body)
        changed = replace(reading, left_out=left_out, by_hand=reading.by_hand ^ {Field.WHOLE})
        return await self._revise(viewer, post, post.body, changed)

    async def set_when(self, viewer: Viewer, post_id: int, typed: str) -> DraftView:
        """Put the ward's words in place of When-lines ("Địa điểm: hội trường"), or leave some out ("Đối tượng: bỏ")."""
        post = await self._life.open(viewer, post_id)
        reading = await readings.load_reading(self._transaction, post.revision_id)
        told = with_lines(reading, reworded(reading.when, typed))
        return await self._revise(viewer, post, post.body, told)

    async def set_figures(self, viewer: Viewer, post_id: int, typed: str) -> DraftView:
        """Choose the headline figures and their order ("2 1 4"), or put other words in place of a line's ("2: …")."""
        post = await self._life.open(viewer, post_id)
        reading = await readings.load_reading(self._transaction, post.revision_id)
        figures = arranged(reading.figures, typed, f"{post.title}\n{post.body}")
        return await self._revise(viewer, post, post.body, replace(reading, figures=figures))

    async def _revise(
        self,
        viewer: Viewer,
        post: Post,
        body: str,
        reading: Reading,
        *,
        files: Sequence[Attachment] | None = None,
        ticked: tuple[Reading, tuple[Accepted | None, ...]] | None = None,
    ) -> DraftView:
        """Write a new revision, with the `files` of the last one if there are no others.

        A doubt that was accepted stays so while its code and quotes are the same; `ticked` is the last revision with
        what was accepted of it, where that is at hand.
        """
        now = self._context.now
        if files is None:
            files = await attachments.list_files(self._transaction, post.revision_id)
        reading = await ask(self._context, viewer, body, reading, files, corrects=post.corrects_id, post_id=post.id)
        before, accepted = ticked or await readings.load_ticked(self._transaction, post.revision_id)
        # As it was accepted then, by whoever did.
        kept = dict(zip(before.warnings, accepted, strict=True))
        revision_id = await storage.insert_revision(
            self._transaction,
            post.id,
            post.revision + 1,
            body,
            reading,
            viewer.person_id,
            now,
            accepted=[kept.get(one) for one in reading.warnings],
        )
        await self._life.edited(post, viewer, revision_id=revision_id)
        await attachments.link_files(self._transaction, revision_id, files)
        return await self.preview(viewer, post.id)


def _frame_of(body: str) -> tuple[tuple[int, int], ...]:
    """What of a text tells residents nothing."""
    from bot.reading.reader import frame_of

    return frame_of(body)


def _read_as(body: str, reading: Reading, kind: Kind) -> Reading:
    from bot.reading.reader import read_as

    return read_as(body, reading, kind)

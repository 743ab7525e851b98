"""Files of posts: taken in while a post is on its way, given to those who may read it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.attachments import LONGEST_ALT, MOST_FILES, MOST_TOTAL, Attachment, Received
from bot.domain.drafts import DraftView
from bot.domain.people import Viewer
from bot.domain.posts import PostNumber
from bot.domain.views import PostView
from bot.domain.words import fold_words
from bot.errors import DocumentError, InvalidError, MissingError
from bot.services.answers import Answers
from bot.services.context import Context
from bot.services.drafts import Posts
from bot.services.intake import holds_personal_data
from bot.storage import attachments as storage
from bot.storage import drafts

OPEN_FOR = timedelta(minutes=30)
"""How long after it was touched a draft takes what its author sends without saying what for."""


class Attachments:
    """Files of posts."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction
        self._posts = Posts(context)
        self._answers = Answers(context)

    async def open_draft(self, viewer: Viewer) -> int | None:
        """The draft that a file is for which comes without a word."""
        self._posts.check_writer(viewer)
        return await drafts.find_open(self._transaction, viewer.person_id, self._context.now - OPEN_FOR)

    async def add(self, viewer: Viewer, post_id: int, got: Received) -> tuple[DraftView, bool]:
        """Attach a file to a draft; also whether it is new there. Raises InvalidError where there is no room."""
        draft = await self._posts.preview(viewer, post_id)
        there = draft.view.attachments
        if any(got.hash.startswith(one.mark) for one in there):
            return draft, False
        check_room(there, got)
        stored = await storage.store_file(self._transaction, _named(got, there), self._context.now)
        return await self._posts.set_files(viewer, post_id, (*there, stored)), True

    async def with_sources(
        self, viewer: Viewer, post_id: int | None, sources: Sequence[Received]
    ) -> tuple[Attachment, ...]:
        """The files of a draft whose text is read from these: in place of those that it was read from before."""
        self._posts.check_writer(viewer)
        there = (await self._posts.preview(viewer, post_id)).view.attachments if post_id is not None else ()
        marked = tuple(got.hash for got in sources)
        kept = tuple(one for one in there if not one.source and not any(mark.startswith(one.mark) for mark in marked))
        for got in {got.hash: got for got in sources}.values():
            check_room(kept, got)
            got = replace(_named(got, kept), source=True)
            kept = (*kept, await storage.store_file(self._transaction, got, self._context.now))
        return kept

    async def remove(self, viewer: Viewer, post_id: int, mark: str) -> DraftView:
        """Take a file off a draft."""
        draft = await self._posts.preview(viewer, post_id)
        kept = tuple(one for one in draft.view.attachments if one.mark != mark)
        if len(kept) == len(draft.view.attachments):
            raise MissingError("file")
        return await self._posts.set_files(viewer, post_id, kept)

    async def describe(self, viewer: Viewer, post_id: int, mark: str, words: str) -> DraftView:
        """Say what a photo of a draft shows; raises InvalidError for what is no sentence, or names a person's data."""
        draft, _ = await self.of_draft(viewer, post_id, mark)
        alt = " ".join(words.split())
        if not fold_words(alt):
            raise InvalidError("words")
        if len(alt) > LONGEST_ALT:
            raise InvalidError("words-long", most=LONGEST_ALT)
        if holds_personal_data(alt):
            raise InvalidError("personal-data")
        files = [replace(one, alt=alt) if one.mark == mark and one.photo else one for one in draft.view.attachments]
        return await self._posts.set_files(viewer, post_id, files)

    async def take_apart(self, viewer: Viewer, post_id: int, mark: str) -> tuple[Attachment, str]:
        """Take a document off a draft; returns it with the id under which the viewer's platform gives it again."""
        draft, one = await self.of_draft(viewer, post_id, mark)
        file_id = await storage.find_file(self._transaction, one.id, viewer.route, photo=one.photo)
        if file_id is None:
            raise DocumentError("document-lost")
        await self.remove(viewer, draft.view.post.id, mark)
        return one, file_id

    async def of_draft(self, viewer: Viewer, post_id: int, mark: str) -> tuple[DraftView, Attachment]:
        """One file of a draft, for whoever may see the draft."""
        draft = await self._posts.preview(viewer, post_id)
        return draft, _marked(draft.view, mark)

    async def of_post(self, viewer: Viewer, number: PostNumber, mark: str) -> tuple[PostView, Attachment]:
        """One file of a published post, for whoever may read the post."""
        view = await self._answers.read(viewer, number)
        return view, _marked(view, mark)

    async def content(self, viewer: Viewer, number: PostNumber, mark: str) -> tuple[Attachment, bytes]:
        """One file of a published post with its bytes; raises MissingError for none, and none of theirs."""
        _, one = await self.of_post(viewer, number, mark)
        content = await storage.load_content(self._transaction, one.id)
        if content is None:
            raise MissingError("file")
        return one, content


def _named(got: Received, there: tuple[Attachment, ...]) -> Received:
    """A file with its name; photos come without one: the first that is free of "Ảnh 1", "Ảnh 2" …"""
    if not got.photo:
        return got
    taken = {one.name for one in there}
    free = next(name for number in range(1, MOST_FILES + 2) if (name := f"Ảnh {number}") not in taken)
    return replace(got, name=free)


def _marked(view: PostView, mark: str) -> Attachment:
    for one in view.attachments:
        if one.mark == mark:
            return one
    raise MissingError("file")


def check_room(there: tuple[Attachment, ...], got: Received) -> None:
    """Let a post have a few files, and not too many bytes of them."""
    if len(there) >= MOST_FILES:
        raise InvalidError("files-full", most=MOST_FILES)
    if sum(one.size for one in there) + len(got.content) > MOST_TOTAL:
        raise InvalidError("files-large", most=MOST_TOTAL // 2**20)

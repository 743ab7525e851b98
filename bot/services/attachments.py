"""Files of posts: taken in while a post is on its way, given to those who may read it."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta

from bot.domain.attachments import MOST_FILES, MOST_PHOTO, MOST_TOTAL, Attachment, Received
from bot.domain.pages import DraftView, PostView
from bot.domain.people import Viewer
from bot.domain.posts import PostNumber
from bot.domain.words import fold_words
from bot.errors import DocumentError, InvalidError, MissingError
from bot.reading.doubts.personal import personal_of
from bot.services.answers import Answers
from bot.services.context import Context
from bot.services.posts import Posts
from bot.storage import attachments as storage
from bot.storage import drafts

OPEN_FOR = timedelta(minutes=30)
"""How long after it was touched a draft takes what its author sends without saying what for."""

LONGEST_NAME = 80
MOST_WORDS = 100_000
"""Characters of folded words that a document is found by; PostgreSQL takes 1 MB for all words of a post."""

UNREADABLE = ("document-scan", "document-letters", "document-empty")
"""What cannot be read by us, and can by a person who opens it."""

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


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
        if got.photo:
            got = replace(got, name=_photo_name(there))
        stored = await storage.store_file(self._transaction, got, self._context.now)
        return await self._posts.set_files(viewer, post_id, (*there, stored)), True

    async def with_source(self, viewer: Viewer, post_id: int | None, got: Received) -> tuple[Attachment, ...]:
        """The files of a draft whose text is read from this document: in place of the one it was read from before."""
        self._posts.check_writer(viewer)
        there = (await self._posts.preview(viewer, post_id)).view.attachments if post_id is not None else ()
        kept = tuple(one for one in there if not one.source and not got.hash.startswith(one.mark))
        check_room(kept, got)
        return (*kept, await storage.store_file(self._transaction, replace(got, source=True), self._context.now))

    async def remove(self, viewer: Viewer, post_id: int, mark: str) -> DraftView:
        """Take a file off a draft."""
        draft = await self._posts.preview(viewer, post_id)
        kept = tuple(one for one in draft.view.attachments if one.mark != mark)
        if len(kept) == len(draft.view.attachments):
            raise MissingError("file")
        return await self._posts.set_files(viewer, post_id, kept)

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


def _photo_name(there: tuple[Attachment, ...]) -> str:
    """Photos come without a name: the first that is free of "Ảnh 1", "Ảnh 2" …"""
    taken = {one.name for one in there}
    return next(name for number in range(1, MOST_FILES + 2) if (name := f"Ảnh {number}") not in taken)


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


def check_bytes(content: bytes, *, photo: bool) -> None:
    """Refuse what is empty, and what is no photo although it came as one, before anything is read in it."""
    if not content:
        raise DocumentError("file-empty")
    if photo and len(content) > MOST_PHOTO:
        raise DocumentError("photo-large", most=MOST_PHOTO // 2**20)
    if photo and not content.startswith((_JPEG, _PNG)):
        raise DocumentError("file-kind")


def is_picture(content: bytes) -> bool:
    """Whether a document is a picture, which is sent as it is: nothing is read in it."""
    return content.startswith((_JPEG, _PNG))


def receive(
    content: bytes,
    text: str | None,
    *,
    name: str,
    photo: bool,
    position: int,
    route: str,
    file_id: str,
) -> Received:
    """A file with everything that has to be known of it; `text` is None where nothing in it could be read.

    Slow for a long text, so that is done as a job.
    """
    doubt = personal_of(text) if text is not None else None
    kept = "" if photo else named(name, content)
    return Received(
        content=content,
        # A platform gives a file out again under the name that it first had: one that people may not see elsewhere.
        hash=hashlib.sha256(kept.encode() + b"\0" + content).hexdigest(),
        name=kept,
        photo=photo,
        position=position,
        words=None if text is None else search_words(text),
        private=doubt.quotes if doubt else (),
        route=route,
        # By its id a document goes out under the name that it came with: only where that is the one people may see.
        file_id=file_id if photo or kept == name else "",
    )


def search_words(text: str) -> str:
    """Each folded word of a text once, in its order."""
    words = " ".join(dict.fromkeys(fold_words(text).split()))
    return words if len(words) <= MOST_WORDS else words[:MOST_WORDS].rpartition(" ")[0]


_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def named(name: str, content: bytes) -> str:
    """A file's name as people may see and open it: short, on one line, and with the ending of what it really is."""
    name = " ".join(_UNSAFE.sub(" ", name).split()).strip(". ")
    ending = _ending(content)
    stem, dot, last = name.rpartition(".")
    if not dot or last.lower() not in (ending, *_SAME.get(ending, ())):
        stem, last = name, ending
    return f"{stem[:LONGEST_NAME].rstrip('. ') or 'tep'}.{last}"


_SAME = {"jpg": ("jpeg",)}


def _ending(content: bytes) -> str:
    if content.startswith(_JPEG):
        return "jpg"
    if content.startswith(_PNG):
        return "png"
    if content.startswith(b"PK"):
        return "docx" if b"word/document.xml" in content else "xlsx"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return "txt"

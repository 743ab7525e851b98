"""Photos and files of a post: added to a draft as they are sent, taken off it, and given to whoever asks."""

from datetime import timedelta
from typing import Any

from bot import cards
from bot.chat.request import WAITS, Answer, Later, Request, action, command, job, step
from bot.domain.attachments import Received
from bot.domain.drafts import DraftView
from bot.domain.posts import PostNumber
from bot.domain.templates import skips
from bot.domain.words import fold_words
from bot.errors import InvalidError, MissingError
from bot.messages.incoming import FileKind, IncomingFile
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from bot.services.intake import check_sent, fetch_attachment
from handlers.captions import left_over
from handlers.numbers import number_of

ATTACH, ALT = "post.attach", "post.alt"
ALBUM_WAIT = timedelta(seconds=3)
"""How long a photo of an album waits for the draft that another one of them may begin."""

TAKING = timedelta(minutes=30)
"""How long after Đính kèm what is sent counts as files."""


# --- taking in ------------------------------------------------------------------------------------------------------


def sent_file(request: Request, document: IncomingFile) -> dict[str, Any]:
    """A file as a job finds it; files that come one after the other keep that order."""
    return {
        "file": document.id,
        "route": request.viewer.route,
        "name": document.name,
        "photo": document.kind is FileKind.PHOTO,
        "at": int(request.now.timestamp() * 1_000_000),
    }


def album_slot(album: str) -> str:
    """The line on which the photos of an album are counted."""
    return f"attach:{album}"


def attach_later(request: Request, document: IncomingFile, post_id: int | None, *, loose: bool = False) -> Answer:
    """Leave a file to a job; with no draft it waits a moment for the one that its album begins.

    `loose` says that its sender named no draft: it may have been meant for another one.
    """
    slot = album_slot(document.album) if document.album else f"attach:{request.now:%Y%m%d%H%M%S%f}"
    payload = {
        **sent_file(request, document),
        "post": post_id,
        "slot": slot,
        "album": bool(document.album),
        "loose": loose,
        "caption": request.text.strip(),
    }
    later = Later("post.attach", payload, timedelta() if post_id else ALBUM_WAIT)
    return Answer([cards.files.receiving(slot)], jobs=[later])


@job("post.attach", fetching=fetch_attachment)
async def finish_attaching(request: Request, services: Services, result: tuple[dict[str, Any], Received]) -> Answer:
    """A file is here: it becomes part of its draft, or of the one that is open now; else a document becomes one."""
    payload, got = result
    post_id = payload["post"] or await services.attachments.open_draft(request.viewer)
    if post_id is None:
        return Answer([cards.drafts.reading_now()], jobs=[Later("post.fetch", payload)])
    draft, new = await services.attachments.add(request.viewer, post_id, got)
    # Only where its sender's platform gives it once more, to be read.
    loose = payload.get("loose") and new and not got.photo and got.file_id
    apart = next(one.mark for one in draft.view.attachments if got.hash.startswith(one.mark)) if loose else None
    marks = [one.mark for one in draft.view.attachments if got.photo and new and got.hash.startswith(one.mark)]
    told = cards.files.received(draft, payload["slot"], new=new, apart=apart, photo=next(iter(marks), None))
    replies = [told, *left_over(request, post_id, payload.get("caption", ""), marks)]
    # Of an album only the counting line: each of its photos comes by itself.
    replies += [] if payload.get("album") else cards.panel.preview(draft)
    return Answer(replies, await tell_author(request, services, draft) if new else ())


async def tell_author(request: Request, services: Services, draft: DraftView) -> list[Notice]:
    """Tell a draft's author that somebody else has just changed it: it waits for nobody but them now."""
    if draft.own:
        return []
    told = cards.publishing.edited_by_other(draft.view.post, await services.people.name(request.viewer))
    return [Notice(told, person_id=draft.view.post.author_id)]


# --- a draft's files ------------------------------------------------------------------------------------------------


def _post_id_and_mark(request: Request) -> tuple[int, str]:
    words = request.text.split()
    if len(words) != 2 or not words[0].isascii() or not words[0].isdigit() or len(words[0]) > 15:
        raise MissingError("draft")
    return int(words[0]), words[1]


@action("post.files")
async def files(request: Request, services: Services) -> Reply:
    """Đính kèm: a draft's files; what is sent from now on is added to them."""
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError("draft")
    draft = await services.posts.preview(request.viewer, numbers[0])
    request.talk.open(ATTACH, {"post": numbers[0]}, request.now + TAKING)
    return cards.files.draft_files(draft)


@step(ATTACH, files=True)
async def take_file(request: Request, services: Services) -> Reply | Answer:
    """The next messages are files, until the draft is shown again."""
    services.posts.check_writer(request.viewer)
    post_id = request.talk.data["post"]
    if request.document is None:
        draft = await services.posts.preview(request.viewer, post_id)
        if fold_words(request.text[:20]) != "xong":
            return cards.files.draft_files(draft)
        request.talk.close()
        return Answer(cards.panel.preview(draft))
    return attach_later(request, check_sent(request.document), post_id)


@action("post.file")
async def show_file(request: Request, services: Services) -> Reply:
    """One file of a draft, for whoever has to look at it before it goes out."""
    draft, one = await services.attachments.of_draft(request.viewer, *_post_id_and_mark(request))
    return cards.files.file(draft.view, one)


@action("post.file.drop")
async def drop_file(request: Request, services: Services) -> Answer:
    """Bỏ: a file is taken off a draft."""
    post_id, mark = _post_id_and_mark(request)
    draft = await services.attachments.remove(request.viewer, post_id, mark)
    request.talk.open(ATTACH, {"post": post_id}, request.now + TAKING)
    left = cards.files.draft_files(draft, told="Đã bỏ.", replace=True)
    return Answer([left], await tell_author(request, services, draft))


@action("post.alt")
async def ask_alt(request: Request, services: Services) -> Reply:
    """Tả ảnh: what a photo shows is asked."""
    post_id, mark = _post_id_and_mark(request)
    await services.attachments.of_draft(request.viewer, post_id, mark)
    request.talk.open(ALT, {"post": post_id, "mark": mark}, request.now + WAITS)
    return cards.files.ask_alt()


@step(ALT, keeps=skips)
async def take_alt(request: Request, services: Services) -> Answer:
    """One sentence, which stands beside the photo on its page."""
    services.posts.check_writer(request.viewer)
    post_id, mark = request.talk.data["post"], request.talk.data["mark"]
    if skips(request.text):
        draft = await services.posts.preview(request.viewer, post_id)
        notices: list[Notice] = []
    else:
        draft = await services.attachments.describe(request.viewer, post_id, mark, request.text)
        notices = await tell_author(request, services, draft)
    request.talk.close()
    return Answer(cards.panel.preview(draft), notices)


@action("post.file.apart")
async def file_apart(request: Request, services: Services) -> Answer:
    """Thành tin khác: a document leaves the draft that it came to by itself, and its text becomes one of its own."""
    post_id, mark = _post_id_and_mark(request)
    one, file_id = await services.attachments.take_apart(request.viewer, post_id, mark)
    payload = {"post": None, "file": file_id, "route": request.viewer.route, "name": one.name, "at": one.position}
    return Answer([cards.drafts.reading_now()], jobs=[Later("post.fetch", payload)])


# --- on demand ------------------------------------------------------------------------------------------------------


def _number(text: str) -> PostNumber:
    number = number_of(text)
    if number is None:
        raise InvalidError("which-file")
    return number


@command("files", "tep", "tailieu", takes=lambda rest: not rest or number_of(rest) is not None)
async def post_files(request: Request, services: Services) -> Reply:
    """Nhận ảnh, tệp kèm theo một tin, ví dụ: tệp 1."""
    return cards.files.files(await services.answers.read(request.viewer, _number(request.rest)))


@action("files.get")
async def get_file(request: Request, services: Services) -> Reply:
    """One file of a post."""
    typed, _, mark = request.text.rpartition(" ")
    return cards.files.file(*await services.attachments.of_post(request.viewer, _number(typed), mark))

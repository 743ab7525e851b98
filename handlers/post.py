"""Writing a post: its text is collected, in one message or several, as a document or a link, and read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import cards
from bot.chat.fallbacks import LATE, OFFER
from bot.chat.request import WAITS, Answer, Later, Request, action, command, job, step
from bot.domain.attachments import Received
from bot.domain.people import Role
from bot.domain.reading import Reading
from bot.domain.words import fold_words
from bot.errors import DocumentError, InvalidError, MissingError, RefusedError
from bot.messages.incoming import FileKind, IncomingFile
from bot.messages.message import Reply
from bot.services import Services
from bot.services.drafts import LONGEST_TEXT, read_text
from bot.services.intake import (
    AT_ONCE,
    Fetched,
    Pages,
    WithPhotos,
    check_sent,
    fetch_pages,
    fetch_text,
    fetch_with_photos,
    is_link,
)
from handlers.attachments import ALBUM_WAIT, album_slot, attach_later, sent_file, tell_author
from handlers.captions import left_over

COLLECT = "post.collect"
COLLECTING = timedelta(minutes=10)
COLLECT_OPEN = timedelta(days=1)
"""At most: the job that ends it long before must not lose a text where nobody did jobs for hours."""
DONE_WORD = "xong"
OFFERED_WORDS = ("soan tin", "soan tin nay", "soan", "dang", "dang tin", "dang di", "dang tin nay", "dang bai nay")
MOST_SHEETS = 8
"""Sheets that are offered, a button each."""


async def loose_file(request: Request, services: Services) -> Reply | Answer:
    """A file without a command: part of the draft that its writer is at; without one, what it says becomes a draft."""
    services.posts.check_writer(request.viewer)
    assert request.document is not None  # noqa: S101 - only files are routed here
    document = check_sent(request.document)
    draft = await services.attachments.open_draft(request.viewer)
    if draft is None and document.kind is FileKind.PHOTO and request.text.strip():
        # What stands under it is the notice.
        return await post(request, services)
    if draft is None and document.kind is FileKind.PHOTO and document.album:
        return _begin_album(request, document.album, "")
    if draft is not None or document.album:
        return attach_later(request, document, draft, loose=True)
    return _fetch(request, request.text, post_id=None)


async def edited_post(request: Request, services: Services) -> Answer:
    """The message sent with /post was edited: its draft has the new text, and what was set by hand stays."""
    services.posts.check_writer(request.viewer)
    text = request.text.strip()
    typed = await services.posts.typed_in(request.viewer, request.message_id or "")
    if typed is None or not text or typed.body.strip() == text:
        return Answer()
    if len(text) > AT_ONCE:
        payload = {"text": text, "post": typed.id}
        return Answer([cards.drafts.reading_now()], jobs=[Later("post.read", payload)])
    draft = await services.posts.set_text(
        request.viewer, typed.id, text, read_text(text), message_id=request.message_id
    )
    return Answer(cards.panel.preview(draft), await tell_author(request, services, draft))


async def edited_part(request: Request, services: Services) -> Reply | Answer:
    """A part of a text that is being collected was edited: the new words stand in its place."""
    services.posts.check_writer(request.viewer)
    data = request.talk.data
    messages: list[str | None] = data.get("messages", [])
    if request.message_id is None or request.message_id not in messages or not request.text.strip():
        return Answer()
    data["parts"][messages.index(request.message_id)] = request.text
    total = sum(len(part) for part in data["parts"])
    return cards.drafts.collected(len(data["parts"]), total, data["slot"], photos=len(data.get("photos", ())))


@command("post", "dangtin", "soantin", role=Role.WRITER, files=loose_file, edits=edited_post)
async def post(request: Request, services: Services) -> Answer:
    """Đăng tin: dán nội dung hay liên kết vào sau lệnh, hoặc gửi sau; gửi tệp, ảnh cũng được."""
    services.posts.check_writer(request.viewer)
    text = request.text.strip()
    photo = _photo(request)
    if photo is None and (request.document is not None or is_link(text)):
        return _fetch(request, text, post_id=None)
    if text and photo is not None and photo.album:
        return _begin_album(request, photo.album, text)
    if text and photo is not None:
        # The photo first: the draft is shown once, with it.
        request.talk.leave()
        payload = {"text": text, "post": None, "photos": [sent_file(request, photo)], "message": request.message_id}
        return Answer([cards.drafts.reading_now()], jobs=[Later("post.photos", payload)])
    if text and len(text) <= AT_ONCE:
        request.talk.leave()
        draft = await services.posts.start(request.viewer, text, read_text(text), message_id=request.message_id)
        return Answer(cards.panel.preview(draft))
    asked = open_collecting(request, post_id=None)
    return Answer([_take(request, text)], jobs=asked.jobs) if text or photo is not None else asked


def _photo(request: Request) -> IncomingFile | None:
    """The photo of a message; what no post can hold is refused."""
    if request.document is None or request.document.kind is FileKind.DOCUMENT:
        return None
    return check_sent(request.document)


def _takes_offer(text: str) -> bool:
    return fold_words(text[:30]) in OFFERED_WORDS


@step(OFFER, takes=_takes_offer)
async def take_offer(request: Request, services: Services) -> Reply | Answer:
    """What was pasted is to be posted, as its button says."""
    return await offered(request, services)


@action("post.offered")
async def offered(request: Request, services: Services) -> Reply | Answer:
    """Soạn tin: the text that was pasted without a command becomes a draft."""
    services.posts.check_writer(request.viewer)
    text = _taken_offer(request)
    if text is None:
        return cards.refusals.stale_button()
    return await post(replace(request, text=text, document=None), services)


@action("post.unoffered")
async def unoffered(request: Request, services: Services) -> Reply:
    """Thôi: the text is forgotten."""
    services.posts.check_writer(request.viewer)
    if _taken_offer(request) is None:
        return cards.refusals.stale_button()
    return cards.refusals.cancelled() if request.talk.step is None else cards.drafts.offer_declined()


def _taken_offer(request: Request) -> str | None:
    """The text that waits to be posted; it is used once, and what is asked beside it waits on."""
    kept = request.talk.data.pop(OFFER, None)
    if kept is not None and request.talk.step in (OFFER, LATE):
        request.talk.close()
    return kept["text"] if kept is not None else None


# --- collecting a text that comes in several messages -------------------------------------------------------------


def open_collecting(request: Request, post_id: int | None) -> Answer:
    """Let the next messages be taken as one text: of a new draft, or in place of a draft's old text."""
    slot = f"collect:{request.now:%Y%m%d%H%M%S%f}"
    data: dict[str, Any] = {"parts": [], "photos": [], "slot": slot, "post": post_id, "at": request.now.isoformat()}
    request.talk.open(COLLECT, data, request.now + COLLECT_OPEN)
    return Answer(
        [cards.drafts.ask_text(first=post_id is None)], jobs=[Later("post.timeout", {"slot": slot}, COLLECTING)]
    )


def _begin_album(request: Request, album: str, text: str) -> Answer:
    """Gather the photos of an album and what is written under each, for one draft that is shown with all of them."""
    if request.talk.step == COLLECT and request.talk.data.get("album") == album_slot(album):
        return Answer([_take(request, text)])
    open_collecting(request, post_id=None)
    request.talk.data["album"] = album_slot(album)
    taken = _take(request, text)
    return Answer([taken], jobs=[Later("post.timeout", {"slot": request.talk.data["slot"]}, ALBUM_WAIT)])


def _take(request: Request, text: str) -> Reply:
    """Keep one more part, and the photo that it came with, and count them on the one line."""
    data = request.talk.data
    photo = _photo(request)
    if photo is not None:
        data["photos"] = [*data.get("photos", ()), sent_file(request, photo)]
    if text:
        data["parts"].append(text)
        earlier = data.get("messages", [None] * (len(data["parts"]) - 1))
        data["messages"] = [*earlier, request.message_id]
    data["at"] = request.now.isoformat()
    total = sum(len(part) for part in data["parts"])
    if total > LONGEST_TEXT:
        raise InvalidError("text-long", most=LONGEST_TEXT)
    if not data["parts"] and "album" in data:
        return cards.files.receiving(data["slot"])
    return cards.drafts.collected(len(data["parts"]), total, data["slot"], photos=len(data.get("photos", ())))


def _fetch(request: Request, text: str, post_id: int | None) -> Answer:
    """Leave the document, with the `text` that came with it, or the link that this is to a job that reads it."""
    payload: dict[str, Any] = {"post": post_id, "link": text}
    if request.document is not None:
        payload = {"post": post_id, "caption": text, **sent_file(request, check_sent(request.document))}
    request.talk.leave()
    return Answer([cards.drafts.reading_now()], jobs=[Later("post.fetch", payload)])


@step(COLLECT, files=True, text=True, long=True, edits=edited_part)
async def collect(request: Request, services: Services) -> Reply | Answer:
    """One more part, a document or link in place of all parts, or the word "xong"."""
    if request.document is None and fold_words(request.text[:20]) == DONE_WORD:
        return await done(request, services)
    services.posts.check_writer(request.viewer)
    data = request.talk.data
    if _photo(request) is None and (request.document is not None or (is_link(request.text) and not data["parts"])):
        if data["parts"]:
            raise DocumentError("document-mixed")
        return _fetch(request, request.text.strip(), data["post"])
    return _take(request, request.text)


@action("post.done")
async def done(request: Request, services: Services) -> Reply | Answer:
    """Xong: the parts become one text, which is read as a job."""
    services.posts.check_writer(request.viewer)
    if request.talk.step != COLLECT:
        raise MissingError("draft")
    data = request.talk.data
    if not data["parts"]:
        return _read_pages(request) if "album" in data else cards.drafts.nothing_collected()
    payload = {"text": "\n".join(data["parts"]), "post": data["post"], "photos": data.get("photos", [])}
    request.talk.close()
    replies = [cards.drafts.collected_enough(len(data["parts"]), data["slot"]), cards.drafts.reading_now()]
    return Answer(replies, jobs=[Later("post.photos" if payload["photos"] else "post.read", payload)])


def _read_pages(request: Request) -> Answer:
    """Nothing is written under the photos of an album: they are pages of one paper."""
    data = request.talk.data
    payload = {"post": None, "photos": data["photos"]}
    request.talk.close()
    return Answer([replace(cards.drafts.reading_now(), slot=data["slot"])], jobs=[Later("post.pages", payload)])


@action("post.stop")
async def stop(request: Request, services: Services) -> Reply:
    """Hủy while a text is being collected; "sure" where it was said that all of it would go."""
    if request.talk.step != COLLECT:
        return cards.refusals.stale_button()
    if request.text != "sure" and not request.talk.is_sure():
        return cards.refusals.ask_give_up(((cards.buttons.DONE, cards.buttons.STOP),))
    post_id = request.talk.data["post"]
    request.talk.close()
    return cards.drafts.collecting_stopped(post_id)


@job("post.timeout")
async def timeout(request: Request, services: Services, _result: None) -> Reply | Answer:
    """Ten minutes without another part, or an album is complete: what has arrived is read, so that nothing is lost."""
    data = request.talk.data
    if request.talk.step != COLLECT:
        return Answer()
    quiet = request.now - datetime.fromisoformat(data["at"])
    patience = ALBUM_WAIT if "album" in data else COLLECTING
    if quiet < patience:
        return Answer(jobs=[Later("post.timeout", {"slot": data["slot"]}, patience - quiet)])
    if not data["parts"] and "album" not in data:
        request.talk.close()
        return cards.refusals.cancelled()
    return await done(request, services)


def _read(payload: dict[str, Any]) -> tuple[dict[str, Any], Reading]:
    return payload, read_text(payload["text"])


@job("post.read", _read)
async def finish_reading(request: Request, services: Services, result: tuple[dict[str, Any], Reading]) -> Answer:
    """The text was read: here is the draft."""
    payload, reading = result
    stored, _ = await _stored(request, services, payload, reading)
    return stored


@job("post.photos", fetching=fetch_with_photos)
async def finish_with_photos(request: Request, services: Services, came: WithPhotos) -> Answer:
    """The text was read and its photos are here: the draft is first shown with them; what could not be had is told."""
    stored, post_id = await _stored(request, services, came.payload, came.reading)
    refused: list[RefusedError] = list(came.refused)
    for photo in came.photos:
        try:
            await services.attachments.add(request.viewer, post_id, photo)
        except InvalidError as refusal:
            refused.append(refusal)
    draft = await services.posts.preview(request.viewer, post_id)
    told = [cards.refusals.refusal(one) for one in {one.reason: one for one in refused}.values()]
    return Answer([*told, *cards.panel.preview(draft)], stored.notices)


@job("post.pages", fetching=fetch_pages)
async def finish_pages(request: Request, services: Services, came: Pages) -> Answer:
    """The photos of an album were read as one scan: here is the draft; what was no page is told."""
    payload = {"post": came.payload["post"], "text": came.text}
    stored, _ = await _stored(request, services, payload, came.reading, came.photos)
    told = [cards.refusals.refusal(one) for one in {one.reason: one for one in came.refused}.values()]
    told += [cards.files.pages_unread(came.unread)] if came.unread else []
    return Answer(told) + stored


async def _stored(
    request: Request, services: Services, payload: dict[str, Any], reading: Reading, sources: Sequence[Received] = ()
) -> tuple[Answer, int]:
    """Begin a draft with a text that was read, or put it in place of a draft's old one; its sources go with it."""
    post_id, text, viewer = payload["post"], payload["text"], request.viewer
    files = await services.attachments.with_sources(viewer, post_id, sources) if sources else None
    if post_id is None:
        sent_as = payload.get("message")
        draft = await services.posts.start(viewer, text, reading, files=files or (), message_id=sent_as)
    else:
        draft = await services.posts.set_text(viewer, post_id, text, reading, files=files)
    notices = [] if post_id is None else await tell_author(request, services, draft)
    return Answer(cards.panel.preview(draft), notices), draft.view.post.id


@job("post.fetch", fetching=fetch_text)
async def finish_fetching(request: Request, services: Services, fetched: Fetched) -> Answer:
    """The document was read: here is the draft, and the document goes with it; of many sheets one is chosen first."""
    if fetched.sheets:
        sheets = list(fetched.sheets[:MOST_SHEETS])
        request.talk.open("post.sheet", {"payload": fetched.payload, "sheets": sheets}, request.now + WAITS)
        return Answer([cards.drafts.ask_sheet(sheets, len(fetched.sheets))])
    payload = {"post": fetched.payload["post"], "text": fetched.text}
    sources = [fetched.file] if fetched.file is not None else []
    stored, post_id = await _stored(request, services, payload, fetched.reading, sources)
    return Answer(left_over(request, post_id, fetched.payload.get("caption", ""))) + stored


@step("post.sheet")
async def typed_sheet(request: Request, services: Services) -> Reply | Answer:
    """A sheet's name as it is typed, in place of its button."""
    services.posts.check_writer(request.viewer)
    names = [fold_words(name) for name in request.talk.data["sheets"]]
    typed = fold_words(request.text)
    if typed in names:
        return _read_sheet(request, request.talk.data["sheets"][names.index(typed)])
    return cards.drafts.ask_sheet(request.talk.data["sheets"], len(names))


@action("post.sheet")
async def sheet(request: Request, services: Services) -> Reply | Answer:
    """One sheet of a workbook, or with 0 all of it."""
    services.posts.check_writer(request.viewer)
    numbers = request.numbers(1)
    if request.talk.step != "post.sheet" or numbers is None or numbers[0] > len(request.talk.data["sheets"]):
        return cards.refusals.stale_button()
    return _read_sheet(request, request.talk.data["sheets"][numbers[0] - 1] if numbers[0] else "")


def _read_sheet(request: Request, name: str) -> Answer:
    payload = {**request.talk.data["payload"], "sheet": name}
    request.talk.close()
    return Answer([cards.drafts.reading_now()], jobs=[Later("post.fetch", payload)])

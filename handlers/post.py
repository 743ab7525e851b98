"""Writing a post: its text is collected, in one message or several, as a document or a link, and read."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from bot import cards
from bot.channels.base import MOST_FILE, Reply
from bot.chat.request import Answer, Later, Notice, Request, action, command, job, step
from bot.domain.pages import DraftView
from bot.domain.people import Role
from bot.domain.reading import Reading
from bot.domain.words import fold_words
from bot.errors import DocumentError, InvalidError, MissingError
from bot.services import Services
from bot.services.documents import Documents, is_link
from bot.services.posts import LONGEST_TEXT, read_text

AT_ONCE = 4000
"""Characters that are read while the person waits; a longer text is a job."""

COLLECTING = timedelta(minutes=10)
DONE_WORD = "xong"


@command("post", "dangtin", "soantin", role=Role.WRITER, files=True)
async def post(request: Request, services: Services) -> Answer:
    """Đăng tin: dán nội dung hay liên kết vào sau lệnh, hoặc gửi sau; gửi tệp cũng được."""
    services.posts.check_writer(request.viewer)
    text = request.text.strip()
    if request.document is not None or is_link(text):
        return _fetch(request, text, post_id=None)
    if text and len(text) <= AT_ONCE:
        request.talk.close()
        return cards.preview(await services.posts.start(request.viewer, text, read_text(text)))
    asked = open_collecting(request, post_id=None)
    return _take(request, text) if text else asked


# --- collecting a text that comes in several messages -------------------------------------------------------------


def open_collecting(request: Request, post_id: int | None) -> Reply:
    """Let the next messages be taken as one text: of a new draft, or in place of a draft's old text."""
    slot = f"collect:{request.now:%Y%m%d%H%M%S%f}"
    request.talk.open("post.collect", {"parts": [], "slot": slot, "post": post_id, "at": request.now.isoformat()})
    request.later.append(Later("post.timeout", {"slot": slot}, COLLECTING))
    return cards.ask_text(first=post_id is None)


def _take(request: Request, text: str) -> Reply:
    """Keep one more part, and count it on the one line."""
    data = request.talk.data
    data["parts"].append(text)
    data["at"] = request.now.isoformat()
    total = sum(len(part) for part in data["parts"])
    if total > LONGEST_TEXT:
        raise InvalidError("text-long", most=LONGEST_TEXT)
    return cards.collected(len(data["parts"]), total, data["slot"])


def _fetch(request: Request, link: str, post_id: int | None) -> Reply:
    """Leave the document, or the link where there is none, to a job that fetches and reads it."""
    payload: dict[str, Any] = {"post": post_id, "link": link}
    if request.document is not None:
        if (request.document.size or 0) > MOST_FILE:
            raise DocumentError("document-large")
        payload = {"post": post_id, "file": request.document.id, "route": request.viewer.route}
    request.later.append(Later("post.fetch", payload))
    request.talk.close()
    return cards.reading_now()


@step("post.collect", files=True)
async def collect(request: Request, services: Services) -> Answer:
    """One more part, a document or link in place of all parts, or the word "xong"."""
    if request.document is None and fold_words(request.text[:20]) == DONE_WORD:
        return await done(request, services)
    services.posts.check_writer(request.viewer)
    data = request.talk.data
    if request.document is not None or (is_link(request.text) and not data["parts"]):
        if data["parts"]:
            raise DocumentError("document-mixed")
        return _fetch(request, request.text.strip(), data["post"])
    return _take(request, request.text)


@action("post.done")
async def done(request: Request, services: Services) -> Answer:
    """Xong: the parts become one text, which is read as a job."""
    services.posts.check_writer(request.viewer)
    if request.talk.step != "post.collect":
        raise MissingError("draft")
    data = request.talk.data
    if not data["parts"]:
        return cards.nothing_collected()
    request.later.append(Later("post.read", {"text": "\n".join(data["parts"]), "post": data["post"]}))
    request.talk.close()
    return [cards.collected_enough(len(data["parts"]), data["slot"]), cards.reading_now()]


@action("post.stop")
async def stop(request: Request, services: Services) -> Reply:
    """Hủy while a text is being collected."""
    if request.talk.step != "post.collect":
        return cards.stale_button()
    post_id = request.talk.data["post"]
    request.talk.close()
    return cards.collecting_stopped(post_id)


@job("post.timeout")
async def timeout(request: Request, services: Services, _result: None) -> Answer:
    """Ten minutes without another part: what has arrived is read, so that nothing is lost."""
    data = request.talk.data
    if request.talk.step != "post.collect":
        return None
    quiet = request.now - datetime.fromisoformat(data["at"])
    if quiet < COLLECTING:
        request.later.append(Later("post.timeout", {"slot": data["slot"]}, COLLECTING - quiet))
        return None
    if not data["parts"]:
        request.talk.close()
        return cards.cancelled()
    return await done(request, services)


def _read(payload: dict[str, Any]) -> tuple[dict[str, Any], Reading]:
    return payload, read_text(payload["text"])


@job("post.read", _read)
async def finish_reading(request: Request, services: Services, result: tuple[dict[str, Any], Reading]) -> Answer:
    """The text was read: here is the draft."""
    payload, reading = result
    post_id, text = payload["post"], payload["text"]
    if post_id is None:
        return cards.preview(await services.posts.start(request.viewer, text, reading))
    draft = await services.posts.set_text(request.viewer, post_id, text, reading)
    await tell_author(request, services, draft)
    return cards.preview(draft)


async def tell_author(request: Request, services: Services, draft: DraftView) -> None:
    """Tell a draft's author that somebody else has just changed it: it waits for nobody but them now."""
    if not draft.own:
        told = cards.edited_by_other(draft.view.post, await services.people.name(request.viewer))
        request.notices.append(Notice(told, person_id=draft.view.post.author_id))


async def _fetched(payload: dict[str, Any], documents: Documents) -> tuple[dict[str, Any], Reading]:
    if "file" in payload:
        text = await documents.read_file(payload["route"], payload["file"])
    else:
        text = await documents.read_link(payload["link"])
    reading = await asyncio.to_thread(read_text, text)
    return {"post": payload["post"], "text": text}, reading


@job("post.fetch", fetching=_fetched)
async def finish_fetching(request: Request, services: Services, result: tuple[dict[str, Any], Reading]) -> Answer:
    """The document was read: here is the draft."""
    return await finish_reading(request, services, result)

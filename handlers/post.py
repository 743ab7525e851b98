"""Writing a post: collect the text, look at what was read, settle the doubts, publish."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import cards
from bot.channels.base import MOST_FILE, Reply
from bot.chat.request import Answer, Later, Notice, Request, action, command, job, step
from bot.domain.pages import DraftView
from bot.domain.people import Role
from bot.domain.posts import Kind
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
TITLE = "post.title"
DAY = "post.date"


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
    asked = _open(request, post_id=None)
    return _take(request, text) if text else asked


# --- collecting a text that comes in several messages -------------------------------------------------------------


def _open(request: Request, post_id: int | None) -> Reply:
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
    if payload["post"] is None:
        return cards.preview(await services.posts.start(request.viewer, payload["text"], reading))
    return cards.preview(await services.posts.set_text(request.viewer, payload["post"], payload["text"], reading))


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


# --- the panel's buttons --------------------------------------------------------------------------------------------


def _post_id(request: Request) -> int:
    return _numbers(request, 1)[0]


def _numbers(request: Request, count: int) -> list[int]:
    """The numbers of a draft's button; pressing one also answers an open question for a title or a day."""
    if request.talk.step in (TITLE, DAY):
        request.talk.close()
    numbers = request.numbers(count)
    if numbers is None:
        raise MissingError("draft")
    return numbers


def _post_id_and_word(request: Request) -> tuple[int, str]:
    """A draft, and the word behind it."""
    number, _, word = request.text.partition(" ")
    return _post_id(replace(request, text=number)), word


@action("post.show")
async def show(request: Request, services: Services) -> Answer:
    """The draft again."""
    return _again(await services.posts.preview(request.viewer, _post_id(request)))


def _again(draft: DraftView) -> list[Reply]:
    """The draft as it is now; the message whose button was pressed gives up its own buttons."""
    return [cards.preview_below(), *cards.preview(draft)]


@action("post.tick")
async def tick(request: Request, services: Services) -> Answer:
    """One doubt was looked at."""
    post_id, seal, position = _numbers(request, 3)
    draft = await services.posts.preview(request.viewer, post_id)
    if draft.seal != seal:
        return [cards.draft_changed(), *cards.preview(draft)]
    revision = draft.view.post.revision
    return cards.panel(await services.posts.tick(request.viewer, post_id, revision, position), replace=True)


@action("post.audience")
async def audience(request: Request, services: Services) -> Answer:
    """Đối tượng: everyone, or cadres only. The message itself changes too, so both are shown."""
    return _again(await services.posts.toggle_audience(request.viewer, _post_id(request)))


@action("post.urgent")
async def urgent(request: Request, services: Services) -> Answer:
    """Khẩn: overtakes everything."""
    return _again(await services.posts.toggle_urgent(request.viewer, _post_id(request)))


@action("post.topics")
async def topics(request: Request, services: Services) -> Reply:
    """Chủ đề: which topics the draft is about."""
    post_id = _post_id(request)
    return cards.choose_topics(post_id, await services.posts.topics(request.viewer, post_id))


@action("post.topic")
async def topic(request: Request, services: Services) -> Reply:
    """One topic on or off."""
    post_id, topic_id = _numbers(request, 2)
    return cards.choose_topics(post_id, await services.posts.toggle_topic(request.viewer, post_id, topic_id))


@action("post.drop")
async def drop(request: Request, services: Services) -> Reply:
    """Hủy: the draft is thrown away."""
    await services.posts.drop(request.viewer, _post_id(request))
    return cards.dropped()


@action("post.publish")
async def publish(request: Request, services: Services) -> Answer:
    """Đăng: numbered, findable, and on its way to everyone it is meant for."""
    post_id, seal = _numbers(request, 2)
    draft = await services.posts.preview(request.viewer, post_id)
    if draft.seal != seal:
        # A panel further up may still say "chỉ cán bộ": what it shows is not what would go out now.
        return [cards.draft_changed(), *cards.preview(draft)]
    stars = draft.reach.stars
    if stars and draft.ready:
        if request.viewer.role >= Role.ADMIN:
            return cards.ask_stars(post_id, seal, stars)
        request.notices.append(Notice(Role.ADMIN, cards.ask_stars(post_id, seal, stars)))
        return cards.stars_asked(stars)
    published, progress = await services.posts.publish(request.viewer, post_id, draft.view.post.revision)
    return [cards.published(published), cards.progress(progress)]


@action("post.pay")
async def pay(request: Request, services: Services) -> Answer:
    """An admin agrees to what a fast push costs."""
    post_id, seal = _numbers(request, 2)
    draft = await services.posts.preview_to_pay(request.viewer, post_id)
    if draft.seal != seal:
        return [cards.draft_changed(), *cards.preview(draft)]
    revision = draft.view.post.revision
    published, progress = await services.posts.publish(request.viewer, post_id, revision, pay=True)
    return [cards.published(published), cards.progress(progress)]


# --- Sửa --------------------------------------------------------------------------------------------------------------


@action("post.change")
async def change(request: Request, services: Services) -> Reply:
    """Sửa: which field?"""
    post_id = _post_id(request)
    await services.posts.preview(request.viewer, post_id)
    return cards.what_to_change(post_id)


@action("post.edit")
async def edit(request: Request, services: Services) -> Reply:
    """Ask for a field's new value."""
    post_id, name = _post_id_and_word(request)
    await services.posts.preview(request.viewer, post_id)
    if name == "kind":
        return cards.ask_kind(post_id)
    if name == "text":
        return _open(request, post_id)
    request.talk.open(TITLE if name == "title" else DAY, {"post": post_id})
    return cards.ask_title() if name == "title" else cards.ask_date()


@step(TITLE)
async def set_title(request: Request, services: Services) -> Answer:
    """The next message is the title."""
    draft = await services.posts.set_title(request.viewer, request.talk.data["post"], request.text)
    request.talk.close()
    return cards.preview(draft)


@step(DAY)
async def set_date(request: Request, services: Services) -> Answer:
    """The next message is the day."""
    draft = await services.posts.set_date(request.viewer, request.talk.data["post"], request.text)
    request.talk.close()
    return cards.preview(draft)


@action("post.kind")
async def set_kind(request: Request, services: Services) -> Answer:
    """A kind was chosen."""
    post_id, name = _post_id_and_word(request)
    if name not in tuple(Kind):
        raise MissingError("draft")
    return _again(await services.posts.set_kind(request.viewer, post_id, Kind(name)))

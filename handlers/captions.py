"""What stood under a photo or a file that came for a draft: it is in no text yet, and its writer says where it goes."""

from collections.abc import Sequence
from typing import Any

from bot import cards
from bot.chat.request import ASIDE, WAITS, Answer, Later, Request, action
from bot.errors import InvalidError
from bot.messages.message import Reply
from bot.services import Services
from bot.services.drafts import read_text
from bot.services.intake import AT_ONCE

CAPTION = "post.caption"
"""What is open while such words wait for a button: nothing that is typed."""


def left_over(request: Request, post_id: int, caption: str, marks: Sequence[str] = ()) -> list[Reply]:
    """Keep the words for a while, and ask; `marks` name the photos that they stood under.

    Those of an album that come one after the other are kept together. Nothing is asked while another text is collected:
    it would be lost.
    """
    caption, talk = caption.strip(), request.talk
    if not any(letter.isalnum() for letter in caption):
        return []
    if talk.unsent:
        return [cards.files.caption_left(post_id, caption, asks=False)]
    kept = talk.data.get(ASIDE, {})
    before = kept if kept.get("post") == post_id else {}
    text = "\n\n".join(one for one in (before.get("text", ""), caption) if one)
    if talk.step is None or (talk.step == CAPTION and not before):
        talk.open(CAPTION, {}, request.now + WAITS)
    talk.data[ASIDE] = {"post": post_id, "text": text, "marks": [*before.get("marks", ()), *marks]}
    return [cards.files.caption_left(post_id, text, apart=bool(talk.data[ASIDE]["marks"]))]


def _taken(request: Request) -> dict[str, Any] | None:
    """The words that wait for this draft; they are used once."""
    numbers, kept = request.numbers(1), request.talk.data.get(ASIDE)
    if numbers is None or kept is None or kept["post"] != numbers[0]:
        return None
    del request.talk.data[ASIDE]
    if request.talk.step in (CAPTION, None):
        request.talk.close()
    return dict(kept)


@action("post.caption.add")
async def add(request: Request, services: Services) -> Reply | Answer:
    """Thêm vào cuối bài: the words end the draft's text."""
    services.posts.check_writer(request.viewer)
    kept = _taken(request)
    if kept is None:
        return cards.refusals.stale_button()
    post = (await services.posts.preview(request.viewer, kept["post"])).view.post
    text = f"{post.body.rstrip()}\n\n{kept['text']}"
    if len(text) > AT_ONCE:
        return Answer([cards.drafts.reading_now()], jobs=[Later("post.read", {"text": text, "post": post.id})])
    draft = await services.posts.set_text(request.viewer, post.id, text, read_text(text), title=post.title)
    return Answer(cards.panel.preview(draft))


@action("post.caption.apart")
async def apart(request: Request, services: Services) -> Reply | Answer:
    """Thành tin khác: the words, and the photos above them, become a draft of their own."""
    services.posts.check_writer(request.viewer)
    kept = _taken(request)
    if kept is None:
        return cards.refusals.stale_button()
    files = []
    for mark in kept["marks"]:
        _, one = await services.attachments.of_draft(request.viewer, kept["post"], mark)
        await services.attachments.remove(request.viewer, kept["post"], mark)
        files.append(one)
    if len(kept["text"]) > AT_ONCE:
        raise InvalidError("text-long", most=AT_ONCE)
    draft = await services.posts.start(request.viewer, kept["text"], read_text(kept["text"]), files=files)
    return Answer(cards.panel.preview(draft))

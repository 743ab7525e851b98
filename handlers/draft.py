"""A draft's panel: its doubts, its fields, whom it is for; and the list of drafts."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

from bot import cards
from bot.chat.request import WAITS, Answer, Handler, Later, Request, action, command, job, nothing, step
from bot.domain.drafts import DraftView
from bot.domain.people import Role
from bot.domain.posts import Kind, PostState
from bot.domain.reading import Reading
from bot.domain.when_lines import names_a_line
from bot.errors import InvalidError, MissingError
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from bot.services.drafts import read_text
from bot.services.intake import AT_ONCE
from handlers.attachments import ATTACH, tell_author
from handlers.post import COLLECT, open_collecting

TITLE = "post.title"
DAY = "post.date"
PIECE = "post.piece"
FIGURES = "post.figures"
END = "post.end"
HOUR = "post.hour"
REASON = "post.reason"
LINES = "post.lines"
ASKING = (TITLE, DAY, PIECE, FIGURES, LINES, END, ATTACH, HOUR, REASON)
"""Steps that ask about one draft: pressing a button of any draft ends them."""


@command("drafts", "nhap", "bannhap", takes=nothing, role=Role.WRITER)
async def drafts(request: Request, services: Services) -> Reply | Answer:
    """Xem các bản nháp, và tin chờ anh/chị duyệt."""
    found = await services.posts.list(request.viewer)
    facts, targets = await services.facts.waiting(request.viewer), await services.target_edits.waiting(request.viewer)
    shown = cards.drafts.drafts(found, request.now, facts, targets)
    if request.talk.step != COLLECT:
        return shown
    data = request.talk.data
    return Answer([shown, cards.drafts.still_collecting(len(data["parts"]), len(data.get("photos", ())))])


def draft_numbers(request: Request, count: int) -> list[int]:
    """The numbers of a draft's button; pressing one also answers an open question about a draft.

    A new text that was sent for it, and waits for Xong, must be used or dropped first.
    """
    if request.talk.step in ASKING:
        request.talk.close()
    numbers = request.numbers(count)
    if numbers is None:
        raise MissingError("draft")
    if request.talk.unsent and request.talk.data["post"] == numbers[0]:
        raise InvalidError("text-waiting")
    return numbers


OfDraft = Callable[[Request, Services, DraftView], Awaitable[Reply | Answer]]


def as_shown(handler: OfDraft) -> Handler:
    """Let a button act on the draft that its panel shows; where that has changed since, it does nothing, and says so.

    A panel further up may still say "chỉ cán bộ": what it shows is not what would go out now.
    """

    @wraps(handler)
    async def on_what_was_seen(request: Request, services: Services) -> Reply | Answer:
        post_id, seal = draft_numbers(replace(request, text=" ".join(request.text.split()[:2])), 2)
        draft = await services.posts.preview(request.viewer, post_id)
        if draft.seal != seal:
            return Answer([cards.panel.draft_changed(), *cards.panel.preview(draft)])
        return await handler(request, services, draft)

    return on_what_was_seen


def asked_no_more(request: Request, draft: DraftView, who: str, what: str) -> list[Notice]:
    """Tell the others who were asked to agree to a draft, on that very card, that somebody has decided."""
    if draft.view.post.state is not PostState.PENDING:
        return []
    told = cards.approval.asked_no_more(draft.view.post, who, what)
    return [Notice(told, person_id=one) for one in draft.may_agree if one != request.viewer.person_id]


def _post_id(request: Request) -> int:
    return draft_numbers(request, 1)[0]


def _post_id_and_word(request: Request) -> tuple[int, str]:
    """A draft, and the word behind it."""
    number, _, word = request.text.partition(" ")
    return _post_id(replace(request, text=number)), word


def again(draft: DraftView) -> Answer:
    """The draft as it is now; the message whose button was pressed gives up its own buttons."""
    return Answer([cards.panel.preview_below(), *opened(draft, None)])


def opened(draft: DraftView, request: Request | None) -> Sequence[Reply]:
    """The draft; a correction takes what is typed next as "wrong => right"."""
    if request is not None and draft.corrects is not None and draft.own and not request.talk.unsent:
        request.talk.open(PIECE, {"post": draft.view.post.id}, request.now + WAITS)
    return cards.panel.preview(draft)


async def _edited(request: Request, services: Services, draft: DraftView) -> Answer:
    """The draft after a change, its author told where somebody else made it."""
    return Answer(opened(draft, request), await tell_author(request, services, draft))


@action("post.show")
async def show(request: Request, services: Services) -> Answer:
    """The draft again."""
    draft = await services.posts.preview(request.viewer, _post_id(request))
    return Answer([cards.panel.preview_below(), *opened(draft, request)])


@action("post.open")
async def open_draft(request: Request, services: Services) -> Answer:
    """The draft below the message whose button was pressed, which stays: a reason, a list, a warning."""
    return Answer(opened(await services.posts.preview(request.viewer, _post_id(request)), request))


@action("post.again")
async def write_again(request: Request, services: Services) -> Answer:
    """Soạn lại: the text of a rejected draft becomes a new one."""
    return Answer(cards.panel.preview(await services.posts.copy(request.viewer, _post_id(request))))


@action("post.tick")
@as_shown
async def tick(request: Request, services: Services, draft: DraftView) -> Reply | Answer:
    """One doubt was looked at; where that settles the day, the message changes too."""
    ticked = await services.posts.tick(request.viewer, draft, draft_numbers(request, 3)[2])
    return cards.panel.panel(ticked, replace=True) if ticked.seal == draft.seal else again(ticked)


@action("post.audience")
async def audience(request: Request, services: Services) -> Answer:
    """Đối tượng: everyone, or cadres only. The message itself changes too, so both are shown."""
    return again(await services.audience.toggle_audience(request.viewer, _post_id(request)))


@action("post.urgent")
async def urgent(request: Request, services: Services) -> Answer:
    """Khẩn: overtakes everything."""
    return again(await services.audience.toggle_urgent(request.viewer, _post_id(request)))


@action("post.loud")
async def loud(request: Request, services: Services) -> Answer:
    """Whether a correction of mere spelling is told to everyone."""
    return again(await services.audience.toggle_loud(request.viewer, _post_id(request)))


@action("post.topics")
async def topics(request: Request, services: Services) -> Reply:
    """Chủ đề: which topics the draft is about."""
    post_id = _post_id(request)
    return cards.drafts.choose_topics(post_id, await services.audience.topics(request.viewer, post_id))


@action("post.topic")
async def topic(request: Request, services: Services) -> Reply:
    """One topic on or off."""
    post_id, topic_id = draft_numbers(request, 2)
    return cards.drafts.choose_topics(post_id, await services.audience.toggle_topic(request.viewer, post_id, topic_id))


@action("post.areas")
async def areas(request: Request, services: Services) -> Reply:
    """Khu vực: where the draft applies."""
    post_id = _post_id(request)
    return cards.drafts.choose_post_areas(post_id, await services.audience.areas(request.viewer, post_id))


@action("post.area")
async def area(request: Request, services: Services) -> Reply:
    """One area on or off."""
    post_id, area_id = draft_numbers(request, 2)
    return cards.drafts.choose_post_areas(
        post_id, await services.audience.toggle_area(request.viewer, post_id, area_id)
    )


@action("post.propose")
async def take_proposed(request: Request, services: Services) -> Answer:
    """The topic or the areas that the text proposes."""
    post_id, what = _post_id_and_word(request)
    if what == "topic":
        return again(await services.audience.take_topic(request.viewer, post_id))
    return again(await services.audience.take_areas(request.viewer, post_id))


@action("post.whole")
async def whole(request: Request, services: Services) -> Answer:
    """Letterhead, copies and signatures go out too, or not."""
    draft = await services.posts.toggle_whole(request.viewer, _post_id(request))
    return Answer([cards.panel.preview_below()]) + await _edited(request, services, draft)


@action("post.try")
async def trial(request: Request, services: Services) -> Reply:
    """Gửi thử cho tôi: the real message, to whoever asks alone."""
    return cards.panel.trial(await services.posts.preview(request.viewer, _post_id(request)))


@action("post.drop")
async def drop(request: Request, services: Services) -> Answer:
    """Hủy: the draft is thrown away, for a day not for good; who was asked to agree is told."""
    draft = await services.posts.preview(request.viewer, _post_id(request))
    dropped = await services.posts.drop(request.viewer, draft.view.post.id)
    return Answer([cards.drafts.dropped(dropped)], asked_no_more(request, draft, draft.author, "hủy"))


@action("post.restore")
async def restore(request: Request, services: Services) -> Answer:
    """Hoàn tác: a draft that was thrown away is there again."""
    draft = await services.posts.restore(request.viewer, _post_id(request))
    return Answer([cards.panel.preview_below(), *opened(draft, request)])


# --- Sửa --------------------------------------------------------------------------------------------------------------


@action("post.change")
async def change(request: Request, services: Services) -> Reply:
    """Sửa: which field?"""
    return cards.drafts.what_to_change(await services.posts.preview(request.viewer, _post_id(request)))


@action("post.edit")
async def edit(request: Request, services: Services) -> Reply | Answer:
    """Ask for a field's new value."""
    post_id, name = _post_id_and_word(request)
    draft = await services.posts.preview(request.viewer, post_id)
    if name == "kind":
        return cards.drafts.ask_kind(post_id)
    if name == "text":
        return open_collecting(request, post_id)
    asked = {
        "title": (TITLE, cards.drafts.ask_title()),
        "date": (DAY, cards.drafts.ask_date()),
        "end": (END, cards.drafts.ask_end()),
        "when": (LINES, cards.drafts.ask_when(draft)),
        "figures": (FIGURES, cards.figures.ask_figures(draft, cards.panel.SHOWN_FIGURES)),
        "piece": (PIECE, cards.corrections.ask_replacement(draft)),
    }
    if name not in asked:
        raise MissingError("draft")
    taking, question = asked[name]
    request.talk.open(taking, {"post": post_id}, request.now + WAITS)
    return question


@step(TITLE, text=True)
async def set_title(request: Request, services: Services) -> Answer:
    """The next message is the title."""
    draft = await services.posts.set_title(request.viewer, request.talk.data["post"], request.text)
    request.talk.close()
    return await _edited(request, services, draft)


@step(DAY)
async def set_date(request: Request, services: Services) -> Answer:
    """The next message is the day."""
    draft = await services.posts.set_date(request.viewer, request.talk.data["post"], request.text)
    request.talk.close()
    return await _edited(request, services, draft)


@step(END)
async def set_end(request: Request, services: Services) -> Answer:
    """The next message is when it ends by itself."""
    draft = await services.posts.set_end(request.viewer, request.talk.data["post"], request.text)
    request.talk.close()
    return await _edited(request, services, draft)


@step(LINES, text=True, keeps=names_a_line)
async def set_lines(request: Request, services: Services) -> Answer:
    """The next message says when, where, for whom or what to do, in the ward's words."""
    draft = await services.posts.set_when(request.viewer, request.talk.data["post"], request.text)
    request.talk.close()
    return await _edited(request, services, draft)


@step(FIGURES, text=True, keeps=lambda typed: typed[:1].isdigit())
async def set_figures(request: Request, services: Services) -> Answer:
    """The next message says which figures are headlines, or another wording of one."""
    draft = await services.posts.set_figures(request.viewer, request.talk.data["post"], request.text)
    request.talk.close()
    return await _edited(request, services, draft)


@step(PIECE, text=True, keeps=lambda typed: any(arrow in typed for arrow in ("=>", "->", "→")))
async def set_piece(request: Request, services: Services) -> Answer:
    """The next message says what is wrong and what is right."""
    return await change_piece(request, services, request.talk.data["post"], request.text)


async def change_piece(request: Request, services: Services, post_id: int, typed: str) -> Answer:
    """Replace a piece of the text; a long one is read as a job."""
    title, body = await services.posts.replaced(request.viewer, post_id, typed)
    request.talk.close()
    if len(body) > AT_ONCE:
        later = Later("post.mend", {"text": body, "post": post_id, "typed": typed})
        return Answer([cards.drafts.reading_now()], jobs=[later])
    draft = await services.posts.set_text(request.viewer, post_id, body, read_text(body), title=title)
    return await _edited(request, services, draft)


def _read(payload: dict[str, Any]) -> tuple[dict[str, Any], Reading]:
    return payload, read_text(payload["text"])


@job("post.mend", _read)
async def finish_mending(request: Request, services: Services, result: tuple[dict[str, Any], Reading]) -> Answer:
    """A long text with a piece replaced was read; what was changed meanwhile is not lost, but read with it."""
    payload, reading = result
    post_id, typed = payload["post"], payload["typed"]
    title, body = await services.posts.replaced(request.viewer, post_id, typed)
    if body != payload["text"]:
        return Answer(jobs=[Later("post.mend", {**payload, "text": body})])
    draft = await services.posts.set_text(request.viewer, post_id, body, reading, title=title)
    return await _edited(request, services, draft)


@action("post.kind")
async def set_kind(request: Request, services: Services) -> Answer:
    """A kind was chosen."""
    post_id, name = _post_id_and_word(request)
    if name not in tuple(Kind):
        raise MissingError("draft")
    draft = await services.posts.set_kind(request.viewer, post_id, Kind(name))
    return Answer([cards.panel.preview_below()]) + await _edited(request, services, draft)

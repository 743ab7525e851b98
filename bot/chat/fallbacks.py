"""What answers where no handler of a feature does: a stale button, an emergency, thanks, "hủy", a question."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import cards
from bot.chat.request import LOOKED_AT, WAITS, Answer, Command, Handler, Request, Step
from bot.domain.posts import PostState
from bot.domain.words import fold_words
from bot.messages.message import Reply
from bot.services import Services
from bot.understanding import Ask, Intent, Meaning, understand

CRIED = "cried"
"""What an open step remembers of words that were taken for a cry for help: said once more, they are its answer."""
OFFER = "post.offer"
"""What is open while a pasted text waits to be posted, and where a conversation keeps such a text."""
LATE = "late"
"""What is open while words wait that came too late for the question that they may answer: nothing that is typed."""
ANSWER_AFTER_ALL = "late.use"
CANCEL, UNDO = "huy", "hoan tac"
_PART_ENDS = re.compile(r"[,.;!?\n]+")
MOST_PARTS = 3
"""Parts of a message that are looked for by themselves, where nothing answers the whole of it."""
OFFERED_FOR = timedelta(hours=1)
"""How long a text is kept that an official may have pasted to post it."""
PIECES_WITHIN = timedelta(minutes=1)
"""How soon one piece of a text that a phone has parted follows another; what is pasted later is another text."""


async def cancel(request: Request, services: Services) -> Reply:
    """ "hủy" gives up the conversation that is open, and nothing else."""
    if request.talk.step is None:
        return cards.refusals.nothing_to_cancel(request.viewer)
    if not request.talk.is_sure():
        return cards.refusals.ask_give_up()
    draft = request.talk.data.get("post")
    request.talk.close()
    return cards.refusals.cancelled(draft)


async def stale_button(request: Request, services: Services) -> Reply:
    """A button of an older version, or a forged one."""
    return cards.refusals.stale_button()


async def stale_number(request: Request, services: Services) -> Reply:
    """A number that does not mean anything any more."""
    return cards.refusals.stale_number()


async def ask_word(request: Request, services: Services) -> Reply:
    """The bare number of what cannot be taken back: it wants its word too."""
    return cards.refusals.ask_word(request.text)


async def too_long(request: Request, services: Services) -> Reply:
    """More than anyone types by hand."""
    return cards.refusals.message_too_long()


async def no_text(request: Request, services: Services) -> Reply:
    """A sticker, a voice message."""
    return cards.talk.only_text(await services.ward.info())


def suggest(nearest: Sequence[Command]) -> Handler:
    """A command that does not exist: those that come nearest."""

    async def answer(request: Request, services: Services) -> Reply:
        ward = await services.ward.info()
        commands = [(one.names[0], one.help) for one in nearest]
        return cards.refusals.suggestions(commands, request.text[:LOOKED_AT], ward.hotline)

    return answer


def emergency(meant: Intent, *, asked: bool) -> Handler:
    """Somebody is in danger: the numbers to call, before all else; an open conversation stays open.

    Where something was `asked` that takes such words, they are remembered: said once more, they answer it. Who was
    cheated, or is being, is told of the bank, the ward's police and what the ward published about frauds too.
    """

    async def answer(request: Request, services: Services) -> Reply:
        if asked:
            request.talk.data[CRIED] = request.text
        ward = await services.ward.info()
        if meant.cheated:
            police = await services.search.known("công an")
            warning = await services.search.warning(request.viewer, "lừa đảo")
            card = cards.talk.cheated if meant.calls else cards.talk.lured
            return card(ward, police.contacts if police.named else (), warning, asked=asked)
        return cards.talk.emergency(meant.calls, ward, asked=asked)

    return answer


async def too_late_to_answer(request: Request, services: Services) -> Reply:
    """Words that may answer a question which waits no longer: nothing is done with them, and they are kept a while."""
    lapsed = request.talk.lapsed
    assert lapsed is not None  # noqa: S101 - else they are not routed here
    text = {"text": request.text, "at": request.now.isoformat()}
    request.talk.open(LATE, {"step": lapsed.step, "data": lapsed.data, OFFER: text}, request.now + WAITS)
    return cards.refusals.too_late_to_answer(request.text, ANSWER_AFTER_ALL)


def answer_after_all(steps: Mapping[str, Step]) -> Handler:
    """They are the answer indeed: its step takes them, as if it had waited, or as if they were no notice."""

    async def answer(request: Request, services: Services) -> Reply | Answer:
        talk, kept = request.talk, request.talk.data.pop(OFFER, None)
        step = steps.get(talk.data.get("step", "") if talk.step == LATE else talk.step or "")
        if step is None or kept is None:
            return cards.refusals.stale_button()
        if talk.step == LATE:
            talk.open(step.name, talk.data["data"], request.now + WAITS)
        return await step.handler(replace(request, text=kept["text"], pressed=False), services)

    return answer


def halting(undo: Handler, restore: Handler, otherwise: Handler, typed: str) -> Handler:
    """An official says to stop: first what they let go and is about to go out, or has just gone, then all else.

    "Hoàn tác" brings back the draft that they have just thrown away; "hủy" is about the one that they are at.
    """
    word = fold_words(typed)

    async def answer(request: Request, services: Services) -> Reply | Answer:
        idle = request.talk.step is None
        going = await services.publishing.going_out(request.viewer, idle=idle)
        at_hand = await services.publishing.at_hand(request.viewer) if idle else None
        if going is not None and (at_hand is None or going.state is PostState.SCHEDULED):
            return await undo(replace(request, text=str(going.id)), services)
        if at_hand is not None and at_hand.state is PostState.CANCELLED and word == UNDO:
            return await restore(replace(request, text=str(at_hand.id)), services)
        if at_hand is not None and at_hand.state is not PostState.CANCELLED and word == CANCEL:
            return cards.drafts.still_at(at_hand)
        later = await services.publishing.waiting(request.viewer) if idle else None
        if later is not None and (at_hand is None or word != CANCEL):
            return cards.publishing.still_waits(later, request.now)
        return await otherwise(request, services)

    return answer


async def ask_stop(request: Request, services: Services) -> Reply:
    """An official said "dừng" with nothing open and nothing on its way."""
    return cards.people.ask_stop()


async def offer_post(request: Request, services: Services) -> Reply:
    """An official pasted what looks like a notice: to be posted, or only looked for?

    What is asked meanwhile waits on, and may have it as its answer.
    """
    talk = request.talk
    kept = talk.data.get(OFFER, {})
    goes_on = "at" in kept and request.now - datetime.fromisoformat(kept["at"]) <= PIECES_WITHIN
    text = f"{kept['text']}\n{request.text}" if goes_on else request.text
    data = {"text": text.strip(), "at": request.now.isoformat()}
    asked = talk.step not in (None, OFFER, LATE)
    if not asked:
        talk.open(OFFER, {}, request.now + OFFERED_FOR)
    talk.data[OFFER] = data
    return cards.drafts.offer_post(len(data["text"]), ANSWER_AFTER_ALL if asked else "")


def _parts_of(text: str) -> Sequence[Intent]:
    """The questions of who says several things at once ("mới đi làm về, xe rác lấy mấy giờ"), those that ask first."""
    said = [one for one in _PART_ENDS.split(text[:LOOKED_AT]) if one.strip()]
    parts = [one for one in map(understand, said) if one.meaning is Meaning.QUESTION and one.words]
    return sorted(parts, key=lambda one: not one.asks)[:MOST_PARTS] if len(said) > 1 else ()


def reply(meant: Intent) -> Handler:
    """What is said to words that ask for no command."""

    async def answer(request: Request, services: Services) -> Reply:
        viewer, ward = request.viewer, await services.ward.info()
        if meant.meaning is Meaning.CANCEL:
            return await cancel(request, services)
        if meant.meaning is Meaning.THANKS or (meant.meaning is Meaning.ACK and not fold_words(request.text)):
            # A thumb asks for nothing, as thanks do; "ok" may answer a question that only a button answers.
            return cards.talk.welcome_to_it()
        if meant.meaning in (Meaning.ACK, Meaning.APPROVE):
            return cards.talk.acknowledged(viewer)
        if meant.meaning is Meaning.GREETING:
            return cards.talk.greeted(ward) if viewer.subscribed else cards.people.welcome(ward, viewer)
        if meant.meaning is Meaning.ABUSE:
            return cards.talk.calm(ward)
        if meant.meaning is Meaning.MISTAKE:
            return cards.mistakes.which_is_wrong()
        if meant.meaning in (Meaning.WITHDRAW, Meaning.CORRECT) and not meant.words:
            return cards.talk.mistake(ward, meant.number)
        if not any(letter.isalpha() for letter in meant.words):
            return cards.talk.unclear(ward)
        asks = (Ask.HOW, *meant.asks) if meant.meaning is Meaning.GUIDES else meant.asks
        asked = replace(meant, asks=asks)
        said = "" if meant.personal else request.text
        found = await services.search.answer(viewer, asked)
        if not found and not found.withdrawn:
            for part in _parts_of(request.text):
                told = await services.search.answer(viewer, part)
                if told:
                    found, asks = told, part.asks
                    break
        where = next((ask is Ask.WHERE for ask in asks if ask in (Ask.WHERE, Ask.WHEN)), False)
        return cards.questions.answered(found, ward, said, where=where, complains=meant.complains)

    return answer

"""From what was typed or pressed to the handler that answers it.

People type without accents, with typos, in words instead of commands; see `Router.route`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from types import ModuleType
from typing import TypeVar

from bot import cards
from bot.chat import fallbacks, meanings
from bot.chat.fallbacks import CANCEL, CRIED
from bot.chat.request import LOOKED_AT, MARK, Action, Command, Handler, JobKind, Step, Talk, Timer
from bot.domain.people import Role, Viewer
from bot.domain.words import fold, fold_words
from bot.messages.incoming import Incoming
from bot.services.intake import is_link
from bot.understanding import Intent, Meaning, names_a_date, understand

LONGEST_TEXT = 1_000_000
"""Characters of one message that are looked at; more is answered with a sentence."""

MOST_WORDS = 3
_SURE = re.compile(r"!(\d{10}) (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Match:
    """A handler and the text that it gets."""

    handler: Handler
    text: str
    pressed: bool = False
    asked_at: int = 0
    """Of an act that was asked about once more: the second of the question."""


_NOTICE = re.compile(
    r"(?:thong bao|kinh gui|kinh bao|kinh moi|uy ban|ubnd|hdnd|dang uy|cong hoa|ve viec|v/v|tran trong)\b"
)
_OF_NEWS = re.compile(r"dang ky|(?:nhan|gui|nhan duoc) (?:tin|thong bao)")
_LONGEST_CRY = 160
_LONGEST_COMMAND = 6
_IN_A_STEP = (Meaning.WITHDRAW, Meaning.CORRECT)
_BESIDE_A_STEP = (*_IN_A_STEP, Meaning.OPEN, Meaning.LATEST, Meaning.CONTACTS, Meaning.HELP)


def _is_answer(text: str, talk: Talk, taking: Step, viewer: Viewer) -> bool:
    """Whether words of danger answer what is asked: what was said once more, or an official's text with its day."""
    if talk.data.get(CRIED) == text:
        return True
    if taking.anyone or not viewer.is_official:
        return False
    return len(text) > _LONGEST_CRY or "\n" in text or names_a_date(text)


def _is_command(meant: Intent, text: str, taking: Step) -> bool:
    """Whether a short message asks for something else than the step does."""
    if len(text.split()) > _LONGEST_COMMAND:
        return False
    if meant.meaning is Meaning.STOP and _OF_NEWS.search(fold(text)):
        return True
    if taking.text:
        return meant.meaning in _IN_A_STEP and meant.number is not None
    return meant.meaning in _BESIDE_A_STEP and (meant.number is not None or not meant.words)


def _is_pasted(text: str) -> bool:
    """Whether a message looks like a notice that is to be posted, or a link to one."""
    text = text.strip()
    return _is_long(text) or is_link(text) or (len(text) >= 60 and _NOTICE.match(fold(text[:80])) is not None)


def _is_long(text: str) -> bool:
    return len(text) >= 200 or (len(text) >= 90 and "\n" in text)


def _is_another_text(text: str, taking: Step) -> bool:
    """Whether what an official types to a question that wants a few words looks like a notice to be posted."""
    if taking.long or taking.anyone:
        return False
    return _is_long(text.strip()) if taking.text else _is_pasted(text)


Marked = TypeVar("Marked")


def _add_once(there: dict[str, Marked], what: str, name: str, mark: Marked) -> None:
    """Refuse a second mark of one name: the last would silently win."""
    if there.setdefault(name, mark) is not mark:
        raise ValueError(f"two {what} are called {name}")


class Router:
    """Every command, step, action, job and timer of the given modules; ValueError where two have one name."""

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        self.commands: list[Command] = []
        self.steps: dict[str, Step] = {}
        self.actions: dict[str, Handler] = {}
        self.jobs: dict[str, JobKind] = {}
        self.timers: dict[str, Timer] = {}
        self._by_name: dict[str, Command] = {}
        self._irrevocable: dict[Handler, str] = {}
        self._edits: dict[Handler, Handler] = {}
        for module in modules:
            for value in vars(module).values():
                mark = getattr(value, MARK, None)
                if mark is None:
                    continue
                if value.__module__ != module.__name__:
                    raise ValueError(f"{module.__name__} imports {value.__name__}, which {value.__module__} answers")
                self._add(mark)

    def _add(self, mark: object) -> None:
        if isinstance(mark, Command | Step) and mark.edits is not None:
            self._edits[mark.handler] = mark.edits
        if isinstance(mark, Command):
            self.commands.append(mark)
            for name in mark.names:
                _add_once(self._by_name, "commands", name, mark)
            if mark.irrevocable:
                self._irrevocable[mark.handler] = mark.names[0]
        elif isinstance(mark, Step):
            _add_once(self.steps, "steps", mark.name, mark)
        elif isinstance(mark, Action):
            _add_once(self.actions, "actions", mark.name, mark.handler)
            if mark.irrevocable:
                self._irrevocable[mark.handler] = mark.name
        elif isinstance(mark, JobKind):
            _add_once(self.jobs, "jobs", mark.name, mark)
        elif isinstance(mark, Timer):
            _add_once(self.timers, "timers", mark.name, mark)

    def route(self, incoming: Incoming, viewer: Viewer, talk: Talk, now: datetime) -> Match:
        """What handles a message, by what is open in its chat and the numbers that may be typed there.

        Something always does. In this order: a pressed button, a file, a command with its slash, an emergency, a
        number, a large key, "hủy", a command within the open step, the step itself, a command in words, and else what
        the words mean. What stops something stops an official's own post first that is about to go out.
        """
        text = incoming.text.strip()
        if incoming.pressed:
            data = talk.choices.kept(incoming.text, now) or incoming.text
            return self.press(data) or Match(fallbacks.stale_button, incoming.text)
        if len(text) > LONGEST_TEXT:
            return Match(fallbacks.too_long, "")
        if incoming.document is not None and not text.startswith("/"):
            # What is written under a file is about the file, and no command unless it says so.
            handler = self.document(talk.step, viewer.role)
            if handler is not None:
                return Match(handler, text)
        if not text:
            return Match(fallbacks.no_text, "")
        if text.startswith("/") and fold_words(text[:20]) != CANCEL:
            return self.command(text) or Match(fallbacks.suggest(self.nearest(text, viewer)), text.removeprefix("/"))
        taking = self._taking(talk.step, text)
        meant = understand(text)
        if meant.meaning is Meaning.EMERGENCY and not (taking and _is_answer(text, talk, taking, viewer)):
            return Match(fallbacks.emergency(meant, asked=taking is not None), text)
        found = self._chosen(text, talk, now, asked=taking is not None) or self._keyed(text, viewer, taking)
        found = found or self._late(meant, text, viewer, talk) or self._typed(meant, text, viewer, taking)
        if meant.halts and viewer.is_official:
            # An official who says no more than "dừng" may mean the post, a copy, or the bot: it is asked.
            asks = meant.meaning is Meaning.STOP and taking is None
            otherwise = fallbacks.ask_stop if asks else found.handler
            undo, restore = self.actions["post.undo"], self.actions["post.restore"]
            return Match(fallbacks.halting(undo, restore, otherwise, text), found.text)
        return found

    def _keyed(self, text: str, viewer: Viewer, taking: Step | None) -> Match | None:
        """What a large key asks for within an open step; one that waits for certain words alone gets them."""
        if taking is None or taking.takes is not None or not cards.people.is_large_key(text):
            return None
        return self.words(text, viewer.role)

    def _late(self, meant: Intent, text: str, viewer: Viewer, talk: Talk) -> Match | None:
        """What answers an official whose words may be the answer to a question that waits no longer."""
        taking = self.steps.get(talk.lapsed.step) if talk.lapsed is not None else None
        if taking is None or taking.anyone or taking.takes is not None or not viewer.is_official:
            return None
        if meant.meaning in (Meaning.STOP, Meaning.CANCEL) or fold_words(text[:20]) == CANCEL:
            return None
        if self.words(text, viewer.role) is not None or _is_command(meant, text, taking):
            return None
        return Match(fallbacks.too_late_to_answer, text)

    def _taking(self, step: str | None, text: str) -> Step | None:
        """The open step, where it takes these words."""
        found = self.steps.get(step or "")
        return found if found is not None and (found.takes is None or found.takes(text)) else None

    def _typed(self, meant: Intent, text: str, viewer: Viewer, taking: Step | None) -> Match:
        """What handles words that are no number: within a step, only what cannot be its answer is another thing."""
        if fold_words(text[:20]) == CANCEL:
            return Match(fallbacks.cancel, "")
        if taking is None:
            return self.words(text, viewer.role) or self._meant(meant, text, viewer)
        kept = taking.keeps is not None and taking.keeps(text)
        if not kept and (meant.meaning is Meaning.CANCEL or (meant.meaning is Meaning.STOP and meant.halts)):
            return Match(fallbacks.cancel, "")
        if not kept and _is_command(meant, text, taking):
            return self._meant(meant, text, viewer)
        if not kept and viewer.is_official and _is_another_text(text, taking):
            return Match(fallbacks.offer_post, text)
        return Match(taking.handler, text)

    def _meant(self, meant: Intent, text: str, viewer: Viewer) -> Match:
        """The command that somebody's words ask for, or an answer of its own."""
        if viewer.is_official and meant.meaning is Meaning.QUESTION and _is_pasted(text):
            return Match(fallbacks.offer_post, text)
        wish = meanings.wish(meant, viewer.role, text)
        if wish is not None:
            name, rest = wish
            return Match(self._by_name[name].handler, rest)
        return Match(fallbacks.reply(meant), text)

    def _chosen(self, text: str, talk: Talk, now: datetime, *, asked: bool) -> Match | None:
        """A number that was typed in place of a button; where a question is open, only of what is newer than it."""
        typed = talk.choices.typed(text, now, talk.asked_at if asked else None)
        if typed is None:
            return None
        if typed.expired:
            return Match(fallbacks.stale_number, text)
        if typed.lacks_word:
            return Match(fallbacks.ask_word, f"{typed.choice.word} {typed.choice.number}")
        return self.press(typed.choice.data) or Match(fallbacks.stale_number, text)

    def press(self, data: str) -> Match | None:
        """What a button's data asks for."""
        if data == fallbacks.ANSWER_AFTER_ALL:
            return Match(fallbacks.answer_after_all(self.steps), "", pressed=True)
        sure = _SURE.fullmatch(data)
        if sure is not None:
            found = self.press(sure[2])
            return found and replace(found, asked_at=int(sure[1]))
        name, _, rest = data.partition(" ")
        if name in self.actions:
            return Match(self.actions[name], rest, pressed=True)
        command = self._by_name.get(name)
        return Match(command.handler, rest, pressed=True) if command else None

    def edited(self, match: Match) -> Match | None:
        """What takes a message that was edited, by what would handle it if it were typed now; mostly nothing does."""
        taking = self._edits.get(match.handler)
        return replace(match, handler=taking) if taking is not None else None

    def again(self, match: Match, asked_at: datetime) -> str | None:
        """The data of a button that does the same after a question; None for what can be taken back."""
        name = self._irrevocable.get(match.handler)
        return None if name is None else f"!{int(asked_at.timestamp())} {name} {match.text}".rstrip()

    def step(self, name: str) -> Handler | None:
        """What takes the next message of a conversation."""
        found = self.steps.get(name)
        return found.handler if found else None

    def document(self, step: str | None, role: Role) -> Handler | None:
        """What takes a document: the open conversation, or the command that files are for."""
        taking = self.steps.get(step or "")
        if taking is not None and taking.files:
            return taking.handler
        return next((one.files for one in self.commands if one.files and one.role <= role), None)

    def command(self, text: str) -> Match | None:
        """A command written with a slash."""
        parts = text[1:].split(maxsplit=1)
        if not parts:
            return None
        found = self._by_name.get(fold(parts[0].partition("@")[0]))
        return Match(found.handler, parts[1] if len(parts) > 1 else "") if found else None

    def words(self, text: str, role: Role = Role.ADMIN) -> Match | None:
        """A command written as its first one to three words: "chỉ tiêu", "tim cup dien", "tin moi".

        A command above `role` must stand alone: "phường làm việc mấy giờ" is a resident's question.
        """
        typed = text[:LOOKED_AT].split()
        for count in range(min(MOST_WORDS, len(typed)), 0, -1):
            found = self._by_name.get(fold_words(" ".join(typed[:count])).replace(" ", ""))
            rest = "".join(text.split(maxsplit=count)[count:])
            if found is None or (found.role > role and rest) or not (found.takes is None or found.takes(rest)):
                continue
            return Match(found.handler, rest)
        for one in self.commands:
            if one.matches is not None and one.matches(text[:LOOKED_AT]):
                return Match(one.handler, text.strip())
        return None

    def nearest(self, text: str, viewer: Viewer) -> list[Command]:
        """The three commands whose names are most like what was typed, among those this viewer may use."""
        from rapidfuzz import fuzz

        typed = fold_words(text[:LOOKED_AT].lstrip("/")).replace(" ", "")[:40]
        allowed = [one for one in self.commands if one.role <= viewer.role]
        scores = {one.names[0]: max((fuzz.ratio(typed, name) for name in one.names), default=0) for one in allowed}
        ranked = sorted(allowed, key=lambda one: -scores[one.names[0]])
        return ranked[:3]

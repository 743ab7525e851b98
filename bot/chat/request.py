"""What a handler gets, and the marks that make a function a handler.

A mark only describes; `bot.app` collects marked functions into a router.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from bot.domain.people import Role, Viewer
from bot.domain.words import fold_words
from bot.errors import InvalidError
from bot.messages.choices import NO_CHOICES, Choices
from bot.messages.incoming import IncomingFile, Origin
from bot.messages.message import Menu, Reply
from bot.messages.notice import Notice
from bot.services import Services
from bot.services.intake import Documents

WAITS = timedelta(hours=1)
"""How long a question waits for its answer: what is typed after a longer while may be about something else."""
TYPED = ("parts", "photos", "answers", "typed", "cells")
"""What of a conversation's data its person has typed or sent."""
SURE = "sure"
ASIDE = "aside"
"""What of a conversation's data waits for a button of its own, whatever else is opened and ended meanwhile."""


class Lapsed(NamedTuple):
    """A question that waits no longer, as it stood: the step and its data."""

    step: str
    data: dict[str, Any]


@dataclass(slots=True)
class Talk:
    """The conversation that is open in a chat: a step that takes the next message, and its data."""

    step: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    asked_at: datetime | None = None
    """Since when the step is open; None where that begins now."""
    choices: Choices = NO_CHOICES
    """What may be typed in place of a button."""
    expires_at: datetime | None = None
    was_empty: bool = False
    """Whether nothing was stored of it but the choices."""
    forgotten: bool = False
    lapsed: Lapsed | None = None
    """The question that was open until a while ago, before anything else was said."""

    @property
    def unsent(self) -> bool:
        """Whether parts of a text, or an album of pages, wait in it, of which nothing is kept before Xong."""
        return bool(self.data.get("parts") or ("album" in self.data and self.data.get("photos")))

    def is_sure(self) -> bool:
        """Whether the conversation may be given up: where something was typed in it, that is asked about once.

        Whoever says so again, and has added nothing meanwhile, is sure.
        """
        typed = sum(len(str(self.data[name])) for name in TYPED if self.data.get(name))
        if not typed or self.data.get(SURE) == typed:
            return True
        self.data[SURE] = typed
        return False

    def leave(self) -> None:
        """End the conversation for another matter; raises InvalidError where a text would be lost with it."""
        if self.unsent:
            raise InvalidError("text-waiting")
        self.close()

    def open(self, step: str, data: dict[str, Any], expires_at: datetime) -> None:
        """Let `step` take what is typed next, until `expires_at`; leaves what was open."""
        self.leave()
        self.step, self.data, self.asked_at, self.expires_at = step, {**self.data, **data}, None, expires_at

    def close(self) -> None:
        """End the conversation; what was put aside waits on, as long as it would have."""
        self.step, self.asked_at = None, None
        self.data = {ASIDE: self.data[ASIDE]} if ASIDE in self.data else {}
        self.expires_at = self.expires_at if self.data else None

    def forget(self) -> None:
        """Keep nothing at all: the person was erased."""
        self.data = {}
        self.close()
        self.forgotten = True


@dataclass(frozen=True, slots=True)
class Later:
    """Slow work to be written as a job when the transaction commits."""

    job: str
    payload: dict[str, Any]
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a person asked for; `text` is what stands behind the command, as typed."""

    viewer: Viewer
    text: str
    talk: Talk
    now: datetime
    pressed: bool = False
    commands: Sequence["Command"] = ()
    document: IncomingFile | None = None
    message_id: str | None = None
    """The message that was typed, where its platform names it."""
    origin: Origin | None = None
    """The channel in which it was posted, where it is forwarded."""

    @property
    def words(self) -> list[str]:
        """The text cut at blanks, without a page mark."""
        return [word for word in self.text.split() if not _is_page(word)]

    @property
    def rest(self) -> str:
        """The words joined again."""
        return " ".join(self.words)

    @property
    def offset(self) -> int:
        """Where the page begins that a paging button asks for ("@10"), else 0."""
        marks = [word for word in self.text.split() if _is_page(word)] if self.pressed else []
        return int(marks[-1][1:]) if marks else 0

    def turned(self, reply: Reply) -> Reply:
        """The reply in place of the page on which "older" or "newer" was pressed, back to the first one too."""
        turns = self.pressed and any(_is_page(word) for word in self.text.split())
        return replace(reply, replace=turns)

    def menu(self, role: Role) -> Menu:
        """What somebody with that role is offered: an official's own commands first; of a resident, everybody's."""
        if role is Role.RESIDENT:
            return ()
        allowed = [one for one in self.commands if one.role <= role]
        return tuple((one.shown, one.help) for one in sorted(allowed, key=lambda one: -min(one.role, Role.CADRE)))

    def numbers(self, count: int) -> list[int] | None:
        """The `count` whole numbers of a button's data, or None where it does not hold just those."""
        words = self.text.split()
        if len(words) != count or not all(word.isascii() and word.isdigit() and len(word) < 16 for word in words):
            return None
        return [int(word) for word in words]


def _is_page(word: str) -> bool:
    return word.startswith("@") and word[1:].isascii() and word[1:].isdigit() and len(word) < 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler gives back where one message is not all: messages, what others are told, and slow work."""

    replies: Sequence[Reply] = ()
    notices: Sequence[Notice] = ()
    jobs: Sequence[Later] = ()

    def __add__(self, more: "Answer") -> "Answer":
        return Answer((*self.replies, *more.replies), (*self.notices, *more.notices), (*self.jobs, *more.jobs))


Subjects = Callable[[Services], Awaitable[Sequence[int]]]
"""Whose moment has come: ids of whatever a timer is about, be it posts or people."""
Alarm = Callable[[int, Services], Awaitable[Sequence[Notice]]]
"""What is done when a subject's moment has come; returns who is told what."""
Handler = Callable[[Request, Services], Awaitable[Reply | Answer]]
Finish = Callable[[Request, Services, Any], Awaitable[Reply | Answer]]
Work = Callable[[dict[str, Any]], Any]
AsksRight = Callable[[str, str], Awaitable[bool]]
"""Whether a member, by id, is an admin of a group or may post in a channel, by chat id."""
Asking = Callable[[dict[str, Any], AsksRight], Awaitable[Any]]
Fetching = Callable[[dict[str, Any], Documents], Awaitable[Any]]
MARK = "loa_mark"
LOOKED_AT = 200
"""Characters in which a command is looked for; the rest of a long text is only its argument."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command people type or press; its help line is the handler's docstring."""

    names: tuple[str, ...]
    role: Role
    handler: Handler
    help: str
    matches: Callable[[str], bool] | None = None
    """Typed words that mean this command although they do not name it."""
    files: Handler | None = None
    """What takes a document or photo that comes without a command, from whoever may use this one."""
    irrevocable: bool = False
    """It cannot be taken back: whoever asked for it long ago is asked again."""
    edits: Handler | None = None
    """What takes a message that asked for this, once it was edited; others may be edited without anything happening."""
    takes: Callable[[str], bool] | None = None
    """Which words behind its name, typed without a slash, belong to it; None for all. Others make a question of it."""

    @property
    def shown(self) -> str:
        """Its Vietnamese name where it has one: the English one works too, but a resident cannot read it."""
        return self.names[:2][-1]


@dataclass(frozen=True, slots=True)
class Step:
    """What takes the next message while a conversation is open; only with `files` also a document."""

    name: str
    handler: Handler
    files: bool = False
    text: bool = False
    """It asks for the words of a post: whatever is typed may belong to them."""
    takes: Callable[[str], bool] | None = None
    """Which words answer it; None for all. Others go on as if nothing were open, and leave it open."""
    keeps: Callable[[str], bool] | None = None
    """Words that answer it although elsewhere they give up what is open: "bỏ qua"."""
    edits: Handler | None = None
    """What takes a message that answered it, once it was edited."""
    long: bool = False
    """Its answer may be as long as a notice: what looks like one is no other text."""
    anyone: bool = False
    """It is asked of residents too: whoever cries for help in it is no official with a text about danger."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a button asks for that is no command of its own."""

    name: str
    handler: Handler
    irrevocable: bool = False


@dataclass(frozen=True, slots=True)
class JobKind:
    """Slow work, holding no transaction; `finish` answers in a new one.

    `work` runs in a thread. `fetching` is for what waits for others, and gets the payload and what fetches and reads
    documents; `asking` for what the platform knows of rights. A RefusedError of each is answered as a handler's is.
    """

    name: str
    work: Work
    fetching: Fetching | None
    asking: Asking | None
    finish: Finish


@dataclass(frozen=True, slots=True)
class Timer:
    """What the clock does with each of its `subjects` once their moment has come; they say themselves when that is."""

    name: str
    subjects: Subjects
    handler: Alarm


Marked = TypeVar("Marked", Handler, Finish, Alarm)


def _mark(function: Marked, mark: Command | Step | Action | JobKind | Timer) -> Marked:
    setattr(function, MARK, mark)
    return function


def command(
    *names: str,
    role: Role = Role.RESIDENT,
    matches: Callable[[str], bool] | None = None,
    files: Handler | None = None,
    irrevocable: bool = False,
    takes: Callable[[str], bool] | None = None,
    edits: Handler | None = None,
) -> Callable[[Handler], Handler]:
    """Mark a handler as a command: its English name first, then the Vietnamese ones without accents or blanks."""
    return lambda handler: _mark(
        handler,
        Command(
            names,
            role,
            handler,
            (handler.__doc__ or "").strip().splitlines()[0],
            matches=matches,
            files=files,
            irrevocable=irrevocable,
            takes=takes,
            edits=edits,
        ),
    )


def nothing(rest: str) -> bool:
    """Takes nothing: "đăng ký" is a command, "đăng ký kết hôn" a question."""
    return not rest


def a_change(rest: str) -> bool:
    """Takes what an admin adds or takes away: "chủ đề thêm Y tế", but not "khu vực nào cúp điện"."""
    return not rest or fold_words(rest).startswith(("them ", "bo "))


def step(
    name: str,
    *,
    files: bool = False,
    text: bool = False,
    takes: Callable[[str], bool] | None = None,
    keeps: Callable[[str], bool] | None = None,
    edits: Handler | None = None,
    long: bool = False,
    anyone: bool = False,
) -> Callable[[Handler], Handler]:
    """Mark a handler as a step of a conversation."""
    return lambda handler: _mark(handler, Step(name, handler, files, text, takes, keeps, edits, long, anyone))


def action(name: str, *, irrevocable: bool = False) -> Callable[[Handler], Handler]:
    """Mark a handler as a button's action."""
    return lambda handler: _mark(handler, Action(name, handler, irrevocable))


def timer(name: str, subjects: Subjects) -> Callable[[Alarm], Alarm]:
    """Mark a function as what is done with each of `subjects` when its moment has come."""
    return lambda handler: _mark(handler, Timer(name, subjects, handler))


def _nothing(_payload: dict[str, Any]) -> None:
    """The work of a job that only waits for its time."""


def job(
    name: str, work: Work = _nothing, *, fetching: Fetching | None = None, asking: Asking | None = None
) -> Callable[[Finish], Finish]:
    """Mark a function as what answers when slow work is done, if there is any to do."""
    return lambda finish: _mark(finish, JobKind(name, work, fetching, asking, finish))

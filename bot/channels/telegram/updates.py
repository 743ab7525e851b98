"""Telegram's updates, as raw JSON, in our words.

Read by hand and not with PTB's types: those raise on a missing field, and one broken update must never cost the others.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.messages.incoming import Event, FileKind, Incoming, IncomingFile, Origin

CHANNEL = "telegram"
FILE_NAME_LENGTH = 255
FILE_ID_LENGTH = 300
"""Telegram's file ids have about 80 characters."""
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that are asked for (`allowed_updates`)."""

_GROUPS = ("group", "supergroup")
_IN_GROUP = ("member", "administrator", "restricted")
# What a person can send that is no text; anything else without text is a service message ("… joined the group").
_CONTENT = (
    *("animation", "audio", "checklist", "contact", "dice", "document", "game", "live_photo", "location", "paid_media"),
    *("photo", "poll", "rich_message", "sticker", "story", "venue", "video", "video_note", "voice"),
)
_COMMAND = re.compile(r"/[A-Za-z0-9_]+@([A-Za-z0-9_]+)")
_FAR = 2**33  # seconds: the year 2242
# PostgreSQL's largest integer; a larger id is nobody's.
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is on Telegram; the username, without @, is empty until Telegram has said it."""

    id: int
    username: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """What one update holds: nothing when it does not concern us, and not `readable` when it is malformed.

    `press_id` is the button press to confirm.
    """

    incoming: Incoming | None = None
    readable: bool = True
    press_id: str | None = None


_IGNORED = Update()
_UNREADABLE = Update(readable=False)


def update_id(raw: object) -> int | None:
    """The update's number, or None where there is none that could be confirmed."""
    return _int(_dict(raw).get("update_id"), least=0)


def read_update(raw: object, me: Me, account: str) -> Update:
    """Read one update; never raises, whatever it holds."""
    key = update_id(raw)
    if key is None:
        return _UNREADABLE
    body = _dict(raw)
    base = Incoming(channel=CHANNEL, account=account, event_key=str(key), chat_id="")
    if "message" in body:
        return _read_message(_dict(body["message"]), me, base)
    if "edited_message" in body:
        return _read_edit(_dict(body["edited_message"]), me, base)
    if "callback_query" in body:
        return _read_press(_dict(body["callback_query"]), base)
    if "my_chat_member" in body:
        return _read_membership(_dict(body["my_chat_member"]), base)
    return _IGNORED


def _read_message(message: dict[str, Any], me: Me, base: Incoming) -> Update:
    chat = _dict(message.get("chat"))
    chat_id = _int(chat.get("id"))
    sender = _dict(message.get("from"))
    if chat_id is None:
        return _UNREADABLE
    group = chat.get("type") in _GROUPS
    if not group and chat.get("type") != "private":
        return _IGNORED
    moved_to = _int(message.get("migrate_to_chat_id"))
    if moved_to is not None:
        return Update(replace(base, chat_id=str(chat_id), event=Event.MOVED, group=True, new_chat_id=str(moved_to)))
    text = message.get("text", message.get("caption"))
    if text is None and not any(kind in message for kind in _CONTENT):
        return _IGNORED
    if text is not None and not isinstance(text, str):
        return _UNREADABLE
    by_chat = _int(_dict(message.get("sender_chat")).get("id"))
    if message.get("is_automatic_forward") or (sender.get("is_bot") and by_chat is None):
        return _IGNORED  # the linked channel's posts, and other bots: two bots could talk for ever
    incoming = replace(
        base,
        chat_id=str(chat_id),
        name=_name(chat if group else sender or chat),
        place=_topic(message),
        document=_sent(message),
        sent_at=_moment(message.get("date")),
        message_id=None if (number := _int(message.get("message_id"))) is None else str(number),
    )
    for_us, text = _own_command(text or "", me)
    if not group:
        return Update(replace(incoming, text=text, origin=_forwarded(message)))
    if not for_us:
        return _IGNORED
    mentioned, text = _without_mention(text, me)
    repliee = _dict(_dict(message.get("reply_to_message")).get("from"))
    addressed = mentioned or text.startswith("/") or repliee.get("id") == me.id
    # An admin who writes anonymously appears as the group itself; a channel that writes in it is nobody's admin.
    speaker = _member(sender) if by_chat is None else ""
    admin = by_chat == chat_id
    return Update(replace(incoming, text=text, group=True, addressed=addressed, by_group_admin=admin, speaker=speaker))


def _read_edit(message: dict[str, Any], me: Me, base: Incoming) -> Update:
    """What a message says now; in groups nobody is answered because somebody mends a word."""
    update = _read_message(message, me, base)
    if update.incoming is None or update.incoming.group or update.incoming.event is not Event.MESSAGE:
        return update if not update.readable else _IGNORED
    return Update(replace(update.incoming, event=Event.EDITED, document=None))


def _read_press(press: dict[str, Any], base: Incoming) -> Update:
    press_id = press.get("id") if isinstance(press.get("id"), str) else None
    message = _dict(press.get("message"))
    chat = _dict(message.get("chat"))
    chat_id = _int(chat.get("id"))
    number = _int(message.get("message_id"))
    data = press.get("data")
    sender = _dict(press.get("from"))
    if chat_id is None or number is None or not isinstance(data, str):
        # Also a button under an inline message or of a game: neither is ours.
        return Update(readable=press_id is not None, press_id=press_id)
    group = chat.get("type") in _GROUPS
    if not group and chat.get("type") != "private":
        return Update(press_id=press_id)
    incoming = replace(
        base,
        chat_id=str(chat_id),
        text=data,
        pressed=True,
        message_id=str(number),
        place=_topic(message),
        forwardable=not message.get("has_protected_content"),
        name=_name(chat if group else sender),
        group=group,
        speaker=_member(sender) if group else "",
    )
    return Update(incoming, press_id=press_id)


def _read_membership(change: dict[str, Any], base: Incoming) -> Update:
    """The bot was blocked or let in again; a group took it in, or put it out: only its admin subscribes it.

    A channel let it post, or lets it no more.
    """
    chat = _dict(change.get("chat"))
    chat_id = _int(chat.get("id"))
    status, before = (_dict(change.get(f"{which}_chat_member")).get("status") for which in ("new", "old"))
    if chat_id is None or not isinstance(status, str):
        return _UNREADABLE
    if chat.get("type") == "channel":
        return _read_admission(change, Origin(str(chat_id), _name(chat)), base)
    group = chat.get("type") in _GROUPS
    if not group and chat.get("type") != "private":
        return _IGNORED
    base = replace(base, chat_id=str(chat_id), group=group)
    if status in ("kicked", "left"):
        return Update(replace(base, event=Event.BLOCKED))
    if status == "member" and not group:
        return Update(replace(base, event=Event.UNBLOCKED, name=_name(_dict(change.get("from")) or chat)))
    if group and status in _IN_GROUP and before not in _IN_GROUP:
        return Update(replace(base, event=Event.JOINED, name=_name(chat)))
    return _IGNORED


def _read_admission(change: dict[str, Any], channel: Origin, base: Incoming) -> Update:
    """Who lets the bot post in a channel is told in private, where a chat's id is its person's."""
    now, who = _dict(change.get("new_chat_member")), _dict(change.get("from"))
    if now.get("status") != "administrator" or now.get("can_post_messages") is False:
        return Update(replace(base, chat_id=channel.chat_id, event=Event.BLOCKED))
    by = _int(who.get("id"))
    if by is None or who.get("is_bot"):
        return _IGNORED
    return Update(replace(base, chat_id=str(by), event=Event.ADMITTED, name=_name(who), origin=channel))


def _forwarded(message: dict[str, Any]) -> Origin | None:
    """The channel in which a message was posted that somebody forwards; `forward_from_chat` is of older servers."""
    chat = _dict(_dict(message.get("forward_origin")).get("chat")) or _dict(message.get("forward_from_chat"))
    chat_id = _int(chat.get("id"))
    return Origin(str(chat_id), _name(chat)) if chat_id is not None and chat.get("type") == "channel" else None


def _topic(message: dict[str, Any]) -> str | None:
    """The topic of a group in which a message stands; a thread of answers is none."""
    number = _int(message.get("message_thread_id")) if message.get("is_topic_message") is True else None
    return str(number) if number is not None else None


def _own_command(text: str, me: Me) -> tuple[bool, str]:
    """Whether a command may be meant for us, and the text with "/dangky@LoaBot" as "/dangky"."""
    match = _COMMAND.match(text)
    if not match:
        return True, text
    # Until the username is known every command counts as ours: better one answer too many.
    if me.username and match[1].casefold() != me.username.casefold():
        return False, text
    return True, text[: match.start(1) - 1] + text[match.end(1) :]


def _without_mention(text: str, me: Me) -> tuple[bool, str]:
    """Whether the text names the bot, and the text without that."""
    if not me.username:
        return False, text
    # Searched for, and not read from `entities`, whose offsets may be wrong and do not cover every client.
    mention = re.compile(rf"(?<![\w@/.])@{re.escape(me.username)}(?!\w)[ \t]*", re.IGNORECASE | re.ASCII)
    rest, found = mention.subn("", text)
    return found > 0, rest.strip().lstrip(",:;").lstrip() if found else text


_NO_FILES = ("contact", "dice", "game", "location", "poll", "venue", "checklist")
"""What is neither text nor a file that a post could have been meant to hold."""


def _sent(message: dict[str, Any]) -> IncomingFile | None:
    """The document, photo or other thing of a message; None where it holds none, or nothing that could be fetched."""
    album = message.get("media_group_id")
    album = album[:FILE_ID_LENGTH] if isinstance(album, str) else ""
    # An animation is a document too, for readers of old.
    found = _document(message.get("document")) if "animation" not in message else None
    sizes = message.get("photo")
    if isinstance(sizes, list):
        largest = max((size for size in sizes if isinstance(size, dict)), key=_pixels, default=None)
        photo = _document(largest)
        found = replace(photo, kind=FileKind.PHOTO) if photo is not None else found
    if found is None and any(kind in message for kind in _CONTENT if kind not in ("document", "photo", *_NO_FILES)):
        return IncomingFile("", kind=FileKind.OTHER)
    return replace(found, album=album) if found is not None else None


def _pixels(size: dict[str, Any]) -> int:
    return (_int(size.get("width")) or 0) * (_int(size.get("height")) or 0)


def _document(sent: object) -> IncomingFile | None:
    """One file; None where there is none, or nothing that could be fetched."""
    body = _dict(sent)
    file_id, name = body.get("file_id"), body.get("file_name")
    if not isinstance(file_id, str) or not 0 < len(file_id) <= FILE_ID_LENGTH:
        return None
    name = " ".join(name.split())[:FILE_NAME_LENGTH] if isinstance(name, str) else ""
    return IncomingFile(file_id, name, _int(body.get("file_size"), least=0))


def _name(who: dict[str, Any]) -> str:
    """A person's first and last name, or a group's title."""
    parts = (who.get("title"), who.get("first_name"), who.get("last_name"))
    return " ".join(part for part in parts if isinstance(part, str))


def _moment(seconds: object) -> datetime | None:
    """A date of Telegram's; None for what is none, and for years that no calendar has."""
    number = _int(seconds, least=0)
    return datetime.fromtimestamp(number, UTC) if number is not None and number < _FAR else None


def _member(who: dict[str, Any]) -> str:
    number = _int(who.get("id"))
    return "" if number is None else str(number)


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _int(value: object, least: int = -_MOST) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if least <= value <= _MOST else None

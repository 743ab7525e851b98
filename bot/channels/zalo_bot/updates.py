"""Zalo's events, as raw JSON, in our words.

Two envelopes are in the wild, flat and wrapped, fields have had several names, and a broken event must cost no other.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.messages.incoming import FileKind, Incoming, IncomingFile

CHANNEL = "zalo-bot"
LONGEST_ID = 128
LONGEST_URL = 2000

_TEXT = "message.text.received"
_IMAGE = "message.image.received"
_OTHER = ("message.sticker.received", "message.voice.received", "message.unsupported.received")
_MENTION = re.compile(r"\s*@")
# Nor halves of a surrogate pair, which JSON can hold and UTF-8 cannot.
_NOT_FOUND_IN_URLS = re.compile(r"[\s\x00-\x1f\ud800-\udfff]")
# Later or earlier than this is no moment of a message: 1 January 2001 and the year 2242, in seconds.
_FROM, _FAR = 978_307_200, 2**33
_IN_MILLISECONDS = 10**11


@dataclass(frozen=True, slots=True)
class Update:
    """What one event holds: nothing when it does not concern us, and not `readable` when it is malformed."""

    incoming: Incoming | None = None
    readable: bool = True


_IGNORED = Update()
_UNREADABLE = Update(readable=False)


def unwrapped(raw: object) -> dict[str, Any]:
    """The event of a webhook's body or a poll's answer, wrapped or not."""
    body = _dict(raw)
    result = body.get("result")
    return result if body.get("ok") is True and isinstance(result, dict) else body


def read_update(raw: object, account: str, *, groups: bool, bot_name: str = "") -> Update:
    """Read one event; never raises, whatever it holds. Of groups nothing is heard unless `groups`.

    A group's message reaches the bot only where it is named or answered, so that all of them are for it.
    """
    event = unwrapped(raw)
    name, message = event.get("event_name"), _dict(event.get("message"))
    if name not in (_TEXT, _IMAGE, *_OTHER):
        return _IGNORED if isinstance(name, str) else _UNREADABLE
    chat, sender = _dict(message.get("chat")), _dict(message.get("from"))
    chat_id, number = _id(chat.get("id")), _id(message.get("message_id"))
    if not chat_id or not number:
        return _UNREADABLE
    group = chat.get("chat_type") == "GROUP"
    if sender.get("is_bot") is True or (group and (not groups or name in _OTHER)):
        return _IGNORED
    incoming = Incoming(
        channel=CHANNEL,
        account=account,
        # A number is one message's in its chat; whether it is everywhere nobody has said.
        event_key=f"{chat_id}/{number}",
        chat_id=chat_id,
        message_id=number,
        name="" if group else _name(sender),
        group=group,
        speaker=_id(sender.get("id")) if group else "",
        sent_at=_moment(message.get("date")),
    )
    if name == _TEXT:
        text = message.get("text")
        if not isinstance(text, str):
            return _UNREADABLE
        return Update(replace(incoming, text=_without_mention(text, bot_name) if group else text))
    if name == _IMAGE:
        caption = message.get("caption")
        text = caption if isinstance(caption, str) else ""
        text = _without_mention(text, bot_name) if group else text
        return Update(replace(incoming, text=text, document=_photo(message)))
    # A sticker, a voice, and all that people send whom the law protects: they get a human answer.
    return Update(replace(incoming, document=IncomingFile("", kind=FileKind.OTHER)))


def _photo(message: dict[str, Any]) -> IncomingFile:
    """The picture under either of its names; whether its address may be fetched `fetch` decides."""
    for url in (message.get("photo_url"), message.get("photo")):
        if isinstance(url, str) and url.startswith(("https://", "http://")) and len(url) <= LONGEST_URL:
            return IncomingFile(url, kind=FileKind.PHOTO)
    return IncomingFile("", kind=FileKind.OTHER)


def _without_mention(text: str, bot_name: str) -> str:
    """The words without the name by which the bot was called; nothing else marks it."""
    found = _MENTION.match(text)
    if found is None:
        return text
    rest = text[found.end() :]
    folded, name = (unicodedata.normalize("NFC", one).casefold() for one in (rest, bot_name))
    if name and folded.startswith(name):
        return unicodedata.normalize("NFC", rest)[len(name) :].lstrip(" ,:")
    return rest.partition(" ")[2].lstrip() if " " in rest else ""


def _name(who: dict[str, Any]) -> str:
    names = (who.get(field) for field in ("display_name", "name", "first_name"))
    return next((one for one in names if isinstance(one, str) and one.strip()), "")


def _moment(told: object) -> datetime | None:
    """A date, in milliseconds as it is written down, or in seconds as some have seen it."""
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    # A whole number may be too large to be divided.
    if not _FROM < told < _FAR * 1000:
        return None
    seconds = told / 1000 if told >= _IN_MILLISECONDS else told
    return datetime.fromtimestamp(seconds, UTC) if _FROM < seconds < _FAR else None


def _id(value: object) -> str:
    """An id as a text; empty for what is none."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**LONGEST_ID:
        value = str(value)
    fits = isinstance(value, str) and 0 < len(value) <= LONGEST_ID and not _NOT_FOUND_IN_URLS.search(value)
    return value if fits and isinstance(value, str) else ""


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

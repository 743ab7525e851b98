"""What a channel can carry of a message: the only reader of Capabilities for what is said.

Pure: the same message, channel and numbers give the same texts. Where there are no buttons, each becomes a line that
says what to type:

    a command          Gõ “đọc 12”: Đọc toàn văn
    anything else      3. Sửa
    no way back        Gõ “duyệt 4”: Duyệt        (never the number alone)

Where nothing can be changed in place, what only shows how far something has come is not sent at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup, escape

from bot import cards
from bot.domain.words import fold_words
from bot.messages.capabilities import Capabilities
from bot.messages.choices import NO_CHOICES, Choices
from bot.messages.markup import plain, utf16_units, worded
from bot.messages.message import Button, ButtonRows, File, Outgoing, Reply
from bot.messages.split import split

PUSHES_KEPT = 64
"""Pushes kept as their channel carries them: one broadcast is one text, thousands of times."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """The messages that go out, and all numbers that may be typed in the chat from then on."""

    messages: tuple[Reply, ...]
    choices: Choices


def adapt(reply: Reply, able: Capabilities, choices: Choices, now: datetime) -> Adapted:
    """Turn one message to one chat into what its channel can carry."""
    if (not able.edit and (reply.in_place or reply.passing)) or (reply.keys and not able.keys):
        return Adapted((), choices)
    reply = replace(reply, text=worded(reply.text, buttons=able.buttons, files=able.files_in and able.documents_in))
    reply = _with_possible_file(reply, able)
    if not able.files_in:
        reply = replace(reply, buttons=tuple(tuple(one for one in row if not one.attach) for row in reply.buttons))
    if not able.buttons:
        said, choices = _said(reply, able, choices, now)
        reply = replace(reply, text=said, buttons=())
    else:
        rows, choices = _with_room(reply.buttons, choices, now)
        reply = replace(reply, buttons=rows)
    return Adapted(tuple(_pieces(reply, able)), choices)


def _with_room(rows: ButtonRows, choices: Choices, now: datetime) -> tuple[ButtonRows, Choices]:
    """The buttons with what is too long for one kept in the chat."""
    if all(one.fits for row in rows for one in row):
        return rows, choices
    made: list[tuple[Button, ...]] = []
    for row in rows:
        short = []
        for one in row:
            data = one.data
            if not one.fits:
                choices, data = choices.keep(data, now)
            short.append(replace(one, data=data))
        made.append(tuple(short))
    return tuple(made), choices


@lru_cache(maxsize=PUSHES_KEPT)
def adapt_push(reply: Reply, able: Capabilities) -> Reply:
    """Turn what is sent to many into what their channel can carry: one message, in which no number can stand."""
    reply = replace(reply, text=worded(reply.text, buttons=able.buttons, files=able.files_in and able.documents_in))
    if able.buttons:
        return reply
    said, _ = _said(reply, able)
    if utf16_units(plain(said)) > able.text_units:
        said = reply.text
    return replace(reply, text=said, buttons=())


def shows_photos(able: Capabilities, address: str = "") -> bool:
    """Whether a push stands under its post's photo there: uploaded, or fetched from a public `address`."""
    return able.photo_by_upload or (able.photo_by_url and bool(address))


def as_plain(message: Outgoing, able: Capabilities) -> Outgoing:
    """The same words without markup and buttons, cut to what the channel takes: better than nothing at all."""
    words = plain(message.text)
    most = able.caption_units if message.file or message.edits_photo else able.text_units
    while utf16_units(words) > most:
        words = words[: len(words) - max(1, (utf16_units(words) - most) // 2)]
    return replace(message, text=escape(words), buttons=())


def _with_possible_file(reply: Reply, able: Capabilities) -> Reply:
    """A file as the channel can give it: a photo as a document, or words in place of either."""
    file = reply.file
    if file is None:
        return reply
    if file.photo and not able.photo_by_upload:
        file = replace(file, photo=False)
    if _travels(file, able):
        return replace(reply, file=file)
    return replace(reply, file=None, text=cards.files.no_files_here(reply.text))


def _travels(file: File, able: Capabilities) -> bool:
    return able.photo_by_upload if file.photo else able.files_out


def _said(
    reply: Reply, able: Capabilities, choices: Choices | None = None, now: datetime | None = None
) -> tuple[Markup, Choices]:
    """The text with a line for each button; without `choices` only commands can be said."""
    text, buttons = reply.text, [button for row in reply.buttons for button in row]
    if not (able.files_out or able.photo_by_upload):
        missed = any(one.file and not one.extra for one in buttons)
        text = cards.files.no_files_here(text) if missed else text
        buttons = [one for one in buttons if not one.file]
    lines: list[Markup] = []
    if choices is not None and now is not None:
        numbered = [one for one in buttons if not one.typed and not one.final]
        final = [one for one in buttons if one.final]
        choices, numbers = choices.give([(one.data, one.final) for one in (*numbered, *final)], now)
        lines += _numbered_lines(numbered, numbers)
        words = zip(final, numbers[len(numbered) :], strict=True)
        lines += [_type(f"{one.final} {number}", one) for one, number in words]
    lines += _typed_lines([one for one in buttons if one.typed], plain(text))
    said = text + Markup("\n\n") + Markup("\n").join(lines) if lines else text
    return said, choices or NO_CHOICES


def _numbered_lines(buttons: Sequence[Button], numbers: Sequence[int]) -> list[Markup]:
    if len(buttons) == 1:
        return [_type(str(numbers[0]), buttons[0])]
    head = [Markup("Gõ số để chọn:")] if buttons else []
    pairs = zip(numbers, buttons, strict=False)
    return [*head, *(Markup("{}. {}").format(number, _name(one)) for number, one in pairs)]


def _typed_lines(buttons: Sequence[Button], text: str) -> list[Markup]:
    """Commands in words; those that say all by themselves stand on one line, and what the text says is not repeated."""
    there = {f"gõ: {one.typed}": one for one in buttons}
    left = list({one.typed: one for said, one in there.items() if said not in text}.values())
    alone = [one for one in left if fold_words(_name(one)) == fold_words(one.typed)]
    lines = [Markup("Gõ: {}").format(", ".join(f"“{one.typed}”" for one in alone))] if alone else []
    return [*lines, *(_type(one.typed, one) for one in left if one not in alone)]


def _type(what: str, button: Button) -> Markup:
    return Markup("Gõ “{}”: {}").format(what, _name(button))


def _name(button: Button) -> str:
    return button.line or button.label


def _pieces(reply: Reply, able: Capabilities) -> list[Reply]:
    """One message as several that each fit; buttons and file go with the last."""
    texts = split(reply.text, able.text_units)
    if reply.file is not None and texts:
        texts[-1:] = split(texts[-1], able.caption_units)
    if len(texts) <= 1:
        return [reply]
    before = [replace(reply, text=text, buttons=(), file=None, slot=None, menu=None) for text in texts[:-1]]
    return [*before, replace(reply, text=texts[-1], slot=None)]

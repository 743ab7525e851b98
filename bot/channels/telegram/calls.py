"""What a message becomes on Telegram's wire: the method, and its parameters. Pure."""

from typing import Any

from telegram import InputFile, InputMediaPhoto

from bot.errors import MaybeSentError
from bot.messages.message import ButtonRows, Outgoing

KEYS_A_ROW = 2


def is_number(message_id: str) -> bool:
    """Whether Telegram could have given this id; a copy that another channel delivered may have any."""
    return message_id.isascii() and message_id.isdecimal()


def _text(message: Outgoing) -> dict[str, Any]:
    return {"text": str(message.text), "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _caption(message: Outgoing) -> dict[str, Any]:
    return {"caption": str(message.text) or None, "parse_mode": "HTML"}


def new(message: Outgoing) -> tuple[str, dict[str, Any]]:
    """The method for a new message, and what it holds."""
    file = message.file
    if file is None:
        return "sendMessage", _text(message)
    sent = file.id or InputFile(file.content, filename=file.name)
    if file.photo:
        return "sendPhoto", {"photo": sent, **_caption(message)}
    return "sendDocument", {"document": sent, **_caption(message)}


def edit(message: Outgoing) -> tuple[str, dict[str, Any]]:
    """The method for a change; a photo cannot become a text again, though a text can become a photo."""
    file = message.file
    here = {"message_id": message.edit}
    if file is not None and file.photo:
        given = file.id or InputFile(file.content, filename=file.name, attach=True)
        # A photo by its id is plain JSON; PTB's own object is for what it has to attach.
        media: Any = {"type": "photo", "media": given, **_caption(message)}
        if file.id is None:
            media = InputMediaPhoto(given, caption=str(message.text), parse_mode="HTML")
        return "editMessageMedia", here | {"media": media}
    if message.edits_photo:
        return "editMessageCaption", here | _caption(message)
    return "editMessageText", here | _text(message)


def tell_uploaded(message: Outgoing, answer: object) -> None:
    """Pass on how Telegram names a file that it has just been given."""
    file = message.file
    if file is None or file.id is not None or message.uploaded is None or not isinstance(answer, dict):
        return
    sizes = answer.get("photo")
    found = (sizes[-1] if isinstance(sizes, list) and sizes else None) if file.photo else answer.get("document")
    file_id = found.get("file_id") if isinstance(found, dict) else None
    if isinstance(file_id, str) and file_id:
        message.uploaded(file_id)


def reply_to(message_id: str | None) -> dict[str, Any] | None:
    """The message that is answered, if it is still there."""
    if message_id is None or not is_number(message_id):
        return None
    return {"message_id": int(message_id), "allow_sending_without_reply": True}


def keyboard(rows: ButtonRows) -> dict[str, Any] | None:
    """Buttons under the message; None takes them away from an edited one."""
    if not rows:
        return None
    return {
        "inline_keyboard": [[{"text": button.label, "callback_data": button.data} for button in row] for row in rows]
    }


def keys(message: Outgoing) -> dict[str, Any] | None:
    """Large keys that stay below the input line; a message carries them or buttons, and an edit neither of the two."""
    if not message.keys or message.edit is not None:
        return None
    keys = [{"text": one} for one in message.keys]
    rows = [keys[start : start + KEYS_A_ROW] for start in range(0, len(keys), KEYS_A_ROW)]
    return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}


def message_id(answer: object) -> str:
    """The id of the message that Telegram made; raises MaybeSentError where its answer does not tell."""
    number = answer.get("message_id") if isinstance(answer, dict) else None
    if not isinstance(number, int):
        raise MaybeSentError("unreadable-answer")
    return str(number)

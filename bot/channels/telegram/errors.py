"""What went wrong on the wire, as the decision that it forces: the only such mapping of this channel."""

from urllib.parse import quote

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.client import NotSentError
from bot.channels.telegram.request import FloodError, ServerError, UnreadableAnswerError, clamp_wait
from bot.errors import (
    BadFileError,
    ChannelDownError,
    DeliveryError,
    GoneError,
    MaybeSentError,
    MovedError,
    NeverSentError,
    RejectedError,
    StaleFileError,
    ThrottledError,
    UnreachableError,
)

NOT_MODIFIED = "not-modified"
EDIT_GONE = "edit-gone"
EDIT_REFUSED = "edit-refused"
DELETE_GONE = "delete-gone"
CONFLICT = "conflict"

# Telegram's own words, lower-cased: the API has no codes. (tdlib/telegram-bot-api Client.cpp, field reports.)
_UNREACHABLE = (
    ("blocked by the user", "blocked"),
    ("deactivated", "deactivated"),
    ("kicked", "kicked"),
    ("not a member", "not-member"),
    ("can't initiate", "never-started"),
    ("chat not found", "chat-not-found"),
    ("user not found", "chat-not-found"),
    ("peer_id_invalid", "chat-not-found"),
    ("chat_id is empty", "chat-not-found"),
    ("chat_write_forbidden", "no-rights"),
    ("chat_restricted", "no-rights"),
    ("not enough rights to send", "no-rights"),
    ("no rights to send", "no-rights"),
    ("need administrator rights", "no-rights"),
)
# Of one topic of a group: the others, and the group itself, may well be written to.
_PLACE_GONE = (
    ("topic_closed", "topic-closed"),
    ("topic_deleted", "topic-closed"),
    ("message thread not found", "topic-closed"),
)
_REJECTED = (
    ("message is not modified", NOT_MODIFIED),
    ("message to edit not found", EDIT_GONE),
    ("message can't be edited", EDIT_REFUSED),
    ("no text in the message to edit", EDIT_GONE),
    ("no caption in the message to edit", EDIT_GONE),
    ("message to delete not found", DELETE_GONE),
    ("message can't be deleted", "delete-refused"),
    ("message_delete_forbidden", "delete-refused"),
    ("message_id_invalid", EDIT_GONE),
    ("can't parse entities", "bad-markup"),
    ("too long", "too-long"),
    ("message_too_long", "too-long"),
    ("text is empty", "empty"),
    ("must be non-empty", "empty"),
    ("too big", "too-large"),
    ("button", "bad-buttons"),
)
# A group that takes words and no pictures: the words may still go there.
_NO_MEDIA = tuple(
    (words, "no-media")
    for words in (
        *("to send photos", "to send documents", "to send media"),
        *("send_photos_forbidden", "send_docs_forbidden", "send_media_forbidden"),
    )
)
# Of an id that another bot was given, or that Telegram has forgotten.
_STALE_FILE = (
    ("wrong file identifier", "stale-file"),
    ("wrong remote file id", "stale-file"),
    ("wrong file_id", "stale-file"),
    ("invalid file_id", "stale-file"),
    ("can't use file of type", "stale-file"),
)
# Of the bytes themselves. (MTProto's errors; telegram-bot-api's own for the size.)
_BAD_FILE = (
    ("photo_invalid_dimensions", "bad-file"),
    ("image_process_failed", "bad-file"),
    ("too big for a photo", "bad-file"),
)


def delivery_error(exc: Exception) -> DeliveryError:
    """Map an error of PTB or of our client; the reason holds no URL, token or content."""
    # The order counts: PTB's BadRequest, TimedOut and our ServerError all are NetworkErrors.
    match exc:
        case FloodError():
            return ThrottledError(exc.retry_after)
        case RetryAfter():
            # Through its pickled form, because the attribute warns of its change to a timedelta.
            return ThrottledError(clamp_wait(exc.__reduce__()[1][0]))
        case ChatMigrated():
            return MovedError(str(exc.new_chat_id))
        case InvalidToken() | EndPointNotFound():
            # After initialize() PTB calls the 401 of a revoked token "endpoint not found".
            return ChannelDownError("token-refused")
        case BadRequest() | Forbidden() if _reason(exc, _NO_MEDIA) and "can't parse" not in str(exc).lower():
            return RejectedError("no-media")
        case BadRequest() | Forbidden() if _reason(exc, _PLACE_GONE) and "can't parse" not in str(exc).lower():
            return GoneError("topic-closed")
        case Forbidden():
            return UnreachableError(_reason(exc, _UNREACHABLE) or "forbidden")
        case BadRequest():
            # Broken markup is quoted in the answer: what a text says must not switch addresses off.
            quoting = "can't parse" in str(exc).lower()
            if not quoting and (reason := _reason(exc, _UNREACHABLE)):
                return UnreachableError(reason)
            if not quoting and _reason(exc, _STALE_FILE):
                return StaleFileError("stale-file")
            if not quoting and _reason(exc, _BAD_FILE):
                return BadFileError()
            return RejectedError(_reason(exc, _REJECTED) or "refused")
        case Conflict():
            return NeverSentError(CONFLICT)
        case ServerError(code=504):
            # The gateway asked Telegram and got no answer: nobody knows.
            return MaybeSentError("gateway-timeout")
        case ServerError():
            # An answer, though no acceptance. Telegram gives 500 and 502 for minutes when it restarts, and a
            # message that counts as uncertain gets one more try only: it must count as not sent.
            return NeverSentError("server-error")
        case UnreadableAnswerError():
            return MaybeSentError("unreadable-answer")
        case NotSentError():
            return NeverSentError(exc.reason)
        case NetworkError():
            return MaybeSentError("no-answer")
    # Anything else of PTB, for example an answer that it could not read.
    return MaybeSentError("unknown")


def _reason(exc: Exception, words: tuple[tuple[str, str], ...]) -> str | None:
    said = str(exc).lower()
    return next((reason for part, reason in words if part in said), None)


def scrub(exc: BaseException, secret: str) -> None:
    """Take a secret out of the texts of an error and of everything it came from, since tracebacks print them all.

    PTB writes the token into "The token `…` was rejected", and the server may quote the URL.
    """
    seen: set[int] = set()
    waiting: list[BaseException | None] = [exc]
    while waiting:
        error = waiting.pop()
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        error.args = tuple(_without(part, secret) for part in error.args)
        if isinstance(error, TelegramError):
            error.message = str(_without(error.message, secret))
        waiting += (error.__cause__, error.__context__)
        if isinstance(error, BaseExceptionGroup):
            waiting += error.exceptions


def _without(part: object, secret: str) -> object:
    if not isinstance(part, str):
        # pyreqwest keeps its causes here, with the URL in the first.
        return part if secret not in repr(part) else "<token>"
    return part.replace(secret, "<token>").replace(quote(secret, safe=""), "<token>")

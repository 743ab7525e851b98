"""Every exception of Loa Phường, typed by the decision that it forces.

LoaError
├── SetupError            a setting, file or command line that cannot work: a sentence for the IT person
│   └── NewerSchemaError  the database is of a newer program than this one
├── DatabaseDownError     the database cannot be used now, and why: repeat the message later
├── SpeakerUnknownError   only an admin of the group may do it, and who speaks has to be asked first
├── RefusedError          a service says no to a person: answered politely, nothing is stored
│   ├── NotAllowedError   the person's role is too small
│   ├── NotInGroupError   works only in a private chat
│   ├── MissingError      there is no such thing (that this person may see)
│   └── InvalidError      what was given cannot be used
│       ├── LateError     the thing has moved on meanwhile: nothing else that is given would help
│       └── DocumentError a file or link that cannot be read, or is not safe to
└── DeliveryError         a channel could not deliver a message
    ├── NeverSentError    it certainly did not go out: try again
    ├── MaybeSentError    it may have gone out: one more try, and say so
    ├── ThrottledError    too fast: wait `retry_after` seconds, all of us
    ├── RejectedError     the content was not accepted: the plain form may be
    │   ├── StaleFileError the platform does not know the file by that id: upload it
    │   └── BadFileError  the platform takes this file from nobody: upload it no more
    ├── GoneError         the message to change is no longer there: nothing can be done, nobody is to blame
    │   └── FixedError    it is there, but the platform lets nobody change it any more: what matters is said beside it
    ├── UnreachableError  this address will never take it: switch the address off
    ├── MovedError        the chat has a new address
    └── ChannelDownError  the account itself cannot send: pause the channel, punish nobody
"""

import errno
from enum import StrEnum

_OS_WORDS = {
    errno.ENOSPC: "đĩa đã đầy",
    errno.EDQUOT: "hết phần đĩa được cấp",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "đĩa chỉ đọc được",
    errno.ENOENT: "không có tệp hoặc thư mục ấy",
    errno.ENOTDIR: "đường dẫn đi qua một tệp",
    errno.EISDIR: "đó là một thư mục",
    errno.EEXIST: "đã có một tệp tên ấy",
    errno.EADDRINUSE: "chương trình khác đang dùng",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ ấy",
}


def os_words(error: OSError) -> str:
    """What the machine refused, in the language of all else that is said of it."""
    return _OS_WORDS.get(error.errno or 0, error.strerror or type(error).__name__)


class Trouble(StrEnum):
    """Why the database cannot be used: each has another way out for the IT person."""

    FULL = "full"
    READ_ONLY = "read-only"
    CORRUPT = "corrupt"
    LOCKED = "locked"
    BUSY = "busy"
    """No connection is free."""
    REFUSED = "refused"
    """User, password or name are wrong."""
    GONE = "gone"


class LoaError(Exception):
    """Something Loa Phường knows how to name."""


class SetupError(LoaError):
    """A setting, a file or a command line cannot work; the message says what and the way out."""


class NewerSchemaError(SetupError):
    """A newer program has been at work on the database: an older one could write what it does not understand."""

    def __init__(self, revision: str, known: str) -> None:
        super().__init__(
            f"Cơ sở dữ liệu mới hơn chương trình này (bản {revision}, chương trình chỉ biết đến bản {known}). "
            "Hãy nâng cấp chương trình, hoặc khôi phục bản sao lưu cũ vào một cơ sở dữ liệu mới."
        )


class DatabaseDownError(LoaError):
    """The database cannot be used now; `trouble` says why."""

    def __init__(self, trouble: Trouble = Trouble.GONE) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class SpeakerUnknownError(LoaError):
    """Only an admin of the group may do this, and whether one speaks is not known yet."""


class RefusedError(LoaError):
    """A service says no; `reason` names the sentence, `facts` fill it."""

    def __init__(self, reason: str, **facts: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class NotAllowedError(RefusedError):
    """The person's role does not allow it."""


class NotInGroupError(RefusedError):
    """The command works only in a private chat with the bot."""


class MissingError(RefusedError):
    """There is no such thing, or not for this person: the two must look the same."""


class InvalidError(RefusedError):
    """What was given cannot be used as it is."""


class LateError(InvalidError):
    """The thing has moved on meanwhile: another answer would not help."""


class DocumentError(InvalidError):
    """A file or a link cannot be read, or it is not safe to."""


class DeliveryError(LoaError):
    """A channel could not deliver one message; `reason` is safe to store and show to officials."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NeverSentError(DeliveryError):
    """The message certainly did not go out."""


class MaybeSentError(DeliveryError):
    """The request was written and no answer came: the message may have gone out."""


class ThrottledError(DeliveryError):
    """The platform asks everyone on this account to wait `retry_after` seconds (1 to 3600)."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("throttled")
        self.retry_after = retry_after


class RejectedError(DeliveryError):
    """The platform does not accept the content: broken markup, too long, a button it dislikes."""


class StaleFileError(RejectedError):
    """The platform does not know a file by the id that was given: its bytes have to be uploaded."""


class BadFileError(RejectedError):
    """The platform does not take this file, whoever it is for."""

    def __init__(self) -> None:
        super().__init__("bad-file")


class GoneError(DeliveryError):
    """The message to change is no longer there."""

    def __init__(self, reason: str = "copy-gone") -> None:
        super().__init__(reason)


class FixedError(GoneError):
    """The message is there, but the platform lets nobody change it any more."""

    def __init__(self) -> None:
        super().__init__("edit-refused")


class UnreachableError(DeliveryError):
    """The person blocked the bot, or the chat is gone."""


class MovedError(DeliveryError):
    """The chat continues at `new_chat_id`."""

    def __init__(self, new_chat_id: str) -> None:
        super().__init__("moved")
        self.new_chat_id = new_chat_id


class ChannelDownError(DeliveryError):
    """The account cannot send at all: its token was revoked or is wrong."""

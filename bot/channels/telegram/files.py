"""Files that people send: where Telegram keeps one, and its bytes, never more of them than allowed."""

from bot.channels.telegram.wire import Wire
from bot.errors import NeverSentError, RejectedError
from bot.messages.incoming import MOST_FILE

WITHIN = 60.0
"""Seconds for a download: 20 MB at 3 Mbit/s."""
TOO_LARGE = "too-large"
GONE = "file-gone"


async def download(wire: Wire, file_id: str) -> bytes:
    """Fetch a file by its id; raises a DeliveryError that holds neither address nor token."""
    await wire.open()
    found = await wire.call("getFile", {"file_id": file_id})
    path = found.get("file_path") if isinstance(found, dict) else None
    size = found.get("file_size") if isinstance(found, dict) else None
    if isinstance(size, int) and size > MOST_FILE:
        raise RejectedError(TOO_LARGE)
    if not isinstance(path, str):
        raise RejectedError(GONE)
    # Not PTB's own download: that takes in all that comes, and a server may send more than it declared.
    status, data = await wire.download(path, MOST_FILE, WITHIN)
    if 400 <= status < 500:
        raise RejectedError(GONE)
    if status != 200:
        raise NeverSentError("server-error")
    if len(data) > MOST_FILE:
        raise RejectedError(TOO_LARGE)
    return data

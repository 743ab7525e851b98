"""A part of a file, as players and the platforms' fetchers ask for it (RFC 9110, section 14): one range, of bytes."""

import re
from collections.abc import Mapping

from bot.web.pages.answer import Answer

_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})", re.ASCII)


def part_of(asked: Mapping[str, str], answer: Answer) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers for what is asked of an answer; several ranges at once, or what is none, get all."""
    size = len(answer.body)
    match = _RANGE.fullmatch(asked.get("range", "").replace(" ", ""))
    # A part of another version than the one that was begun would be rubbish.
    changed = asked.get("if-range", answer.etag) != answer.etag
    if match is None or changed or not (match[1] or match[2]):
        return 200, answer.body, {}
    if match[1]:
        first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
    else:
        first, last = max(size - int(match[2]), 0), size - 1
    if first > last or (not match[1] and int(match[2]) == 0):
        return 416, b"", {"content-range": f"bytes */{size}"}
    return 206, answer.body[first : last + 1], {"content-range": f"bytes {first}-{last}/{size}"}

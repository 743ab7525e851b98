"""A day as officials type it."""

import re
from datetime import date


def parse_day(typed: str) -> date | None:
    """A day typed with its year, "8/7/2023" or "08-07-2023"; None for anything else."""
    match = re.fullmatch(r"(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", typed.strip().lower())
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None

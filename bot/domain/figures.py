"""Figures, warnings and the tally: what the bot reads in a text, each with the quote it came from.

The meaning of every field, and the codes of warnings, follow the annotated corpus of ward texts that
the reading is measured on.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class WarningCode(StrEnum):
    """What a doubt is about."""

    PARTS_EXCEED_TOTAL = "parts-exceed-total"
    RATE_MISMATCH = "rate-mismatch"
    SUM_MISMATCH = "sum-mismatch"
    CONTRADICTION = "contradiction"
    MISSING_YEAR = "missing-year"
    BLANK_DATE = "blank-date"
    BLANK_NUMBER = "blank-number"
    DAMAGED_TERM = "damaged-term"
    REPEATED_WORD = "repeated-word"
    AMBIGUOUS_NUMBER = "ambiguous-number"
    UNIT_JUMP = "unit-jump"
    TURNED_TEXT = "turned-text"
    WEEKDAY_MISMATCH = "weekday-mismatch"
    IMPOSSIBLE_DATE = "impossible-date"
    IMPOSSIBLE_TIME = "impossible-time"
    END_BEFORE_START = "end-before-start"
    DEADLINE_AFTER_EVENT = "deadline-after-event"
    PAST_EVENT = "past-event"
    BAD_PHONE = "bad-phone"
    SHARE_OVER_100 = "share-over-100"
    DIRECTION_MISMATCH = "direction-mismatch"
    PRODUCT_MISMATCH = "product-mismatch"
    BROKEN_TEXT = "broken-text"
    LOST_TEXT = "lost-text"
    CONVERTED_TEXT = "converted-text"
    SCANNED_TEXT = "scanned-text"
    CUMULATIVE_FELL = "cumulative-fell"
    SAME_AS_LAST = "same-as-last"
    HISTORY_DIFFERS = "history-differs"
    MISSING_PLACE = "missing-place"
    MISSING_TIME = "missing-time"
    MISSING_END = "missing-end"
    RELATIVE_DAY = "relative-day"
    PERSONAL_DATA = "personal-data"
    UNREAD_FILE = "unread-file"
    NO_ACCENTS = "no-accents"
    SAID_ALREADY = "said-already"


AT_POSTING = frozenset(
    (
        WarningCode.CUMULATIVE_FELL,
        WarningCode.SAME_AS_LAST,
        WarningCode.HISTORY_DIFFERS,
        WarningCode.MISSING_PLACE,
        WarningCode.MISSING_TIME,
        WarningCode.MISSING_END,
        WarningCode.RELATIVE_DAY,
        WarningCode.PAST_EVENT,
        WarningCode.PERSONAL_DATA,
        WarningCode.UNREAD_FILE,
        WarningCode.NO_ACCENTS,
        WarningCode.SAID_ALREADY,
    )
)
"""What is asked only once a text is to be posted: beside what was published before, and of what people would get."""


class Wording(StrEnum):
    """Whose words a figure's phrase is in: a clause of the text, cells of a table's row, or the ward's own."""

    TEXT = "text"
    ROW = "row"
    WARD = "ward"


GAP = " … "
"""What stands in a phrase between a subject that was put before a clause, and the clause."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured result, count, amount, rate or target read from a text.

    `value` is in base units (money in đồng, percent as percent); `of` is the denominator written with it
    (3/14 has value 3, of 14); `quote` is an exact piece of the text. `comparison` is one of đạt, vượt, tăng,
    giảm, chưa đạt, when that word governs the figure; `period` stands as written.

    `phrase` is what people are shown: the shortest clause of the text that can stand alone, exact but for a subject
    put before it, parted by `GAP`, and an ellipsis at its end. Figures of one clause have the same phrase. It is empty
    for figures read before there were phrases. `rank` is the figure's place among the headlines, the first being 0;
    None for what is no headline.
    """

    quote: str
    label: str
    value: Decimal
    unit: str | None = None
    of: Decimal | None = None
    comparison: str | None = None
    period: str | None = None
    is_target: bool = False
    phrase: str = ""
    wording: Wording = Wording.TEXT
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """A doubt about a text: its code and the exact quotes that it is about.

    `note` tells what they are compared with, where that stands elsewhere ("tin số 3 ghi “đạt 87,4%”").
    """

    code: WarningCode
    quotes: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of its targets a text says were met ("10/12 chỉ tiêu đạt và vượt")."""

    met: int
    total: int

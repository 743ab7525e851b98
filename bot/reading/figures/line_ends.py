"""A line of figures and where it ends: behind the list that goes on from it, and before what only adds to it."""

import re
from dataclasses import dataclass, field

from bot.reading.figures.clauses import Piece, is_time, leans, opened
from bot.reading.figures.figures import Placed

MOST = 150  # characters of a line; a longer clause is cut with an ellipsis, further clauses begin another line
LIST_WORDS = 5  # a piece of so few words, without a number, goes on with the list before it
_STOPS = re.compile(
    r" (?=(?:nhằm|để|góp phần|nhân dịp|tại|trên địa bàn|theo|thông qua|với mục|từ đó|tham gia|giúp|cho|của|do|trong|"
    r"phục vụ|vào|đến|có|được|và|thuộc|từ)(?!\w))"
)
_PLACES_FOLLOW = re.compile(r"(?: (?:ở|tại|của|thuộc))? (?:các|những) [^\W\d_]+(?: [^\W\d_]+)?\Z")  # "ở các xã: …"
_RESTS = re.compile(
    r"[\s,;:]*(?:(?:trong đó )?(?:bao gồm|gồm có|gồm)|(?:kết quả )?(?:cụ thể )?(?:được )?(?:như sau|là|như)|cụ thể|"
    r"trong đó)?[\s,;:]*\Z"
)
_OWN_NUMBER = re.compile(r"\d")


@dataclass(slots=True)
class Line:
    """A clause of a sentence: its span, the subject put before it, whether its end was cut away, and its figures."""

    start: int
    end: int
    last: int  # the index of its last piece
    lead: tuple[int, int] | None = None
    is_cut: bool = False
    members: list[Placed] = field(default_factory=list)


def is_count(placed: Placed) -> bool:
    """Whether a figure counts things, and is no share or sum."""
    return not (placed.figure.unit or "").startswith(("%", "‰", "đồng"))


def end_of(low: str, pieces: list[Piece], index: int, members: list[Placed], start: int) -> int:
    """Where the clause of a piece ends: behind the list of short nouns that goes on from it."""
    end = max(pieces[index].end, members[-1].end)
    told = frozenset(re.findall(r"[^\W\d_]+", low[members[-1].end : end]))
    if not told and not is_count(members[-1]):
        return end
    for at, follower in enumerate(pieces[index + 1 :], index + 1):
        begin = opened(low, follower.start, follower.end)
        words = low[follower.start : follower.end].split()
        alike = end > pieces[index].end or words[0] in told or at == len(pieces) - 1 or "và" in words
        if (
            follower.mark != ","
            or _OWN_NUMBER.search(low, follower.start, follower.end)
            or len(words) > (LIST_WORDS if not alike else 3 * LIST_WORDS if "và" in words else 2 * LIST_WORDS)
            or follower.end - start > MOST
            or begin > follower.start + 1
            or leans(low, begin, follower.end)
            or is_time(low, begin, follower.end)
        ):
            break
        end = follower.end
        if "và" in words:
            break
    return end


def unfinished(low: str, done: int, end: int) -> int:
    """Where a clause ends before what only opens a list: "… so với năm trước, cụ thể như sau:"."""
    rest = _RESTS.search(low, max(done, end - 40), end)
    return rest.start() if rest else end


def shorten(low: str, line: Line) -> None:
    """Cut the end of a line that is too long, at the first word that only adds to it."""
    done = max(max(p.end, p.amount.end) for p in line.members)
    line.end = unfinished(low, done, line.end)
    if low.startswith(":", line.end) and (places := _PLACES_FOLLOW.search(low, done, line.end)):
        line.end = places.start()
    while line.end > done and low[line.end - 1] in " .,;:\n…":
        line.end -= 1
    if line.end - line.start <= MOST:
        return
    stops = [m.start() for m in _STOPS.finditer(low, done + 1, line.end)]
    fitting = [at for at in stops if at - line.start <= MOST]
    cut = fitting[-1] if fitting else (stops[0] if stops else line.end)
    if low.count('"', line.start, cut) % 2 or low.count("(", line.start, cut) != low.count(")", line.start, cut):
        cut = stops[0] if stops and stops[0] < cut else done
    if cut < line.end:
        line.end, line.is_cut = cut, True

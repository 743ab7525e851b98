"""Three sentences of the ward's own that say the most, headline figures first."""

import re
from collections import Counter

from bot.reading.figures.figures import Placed
from bot.reading.grammar.text import Text, word_set

_MOST = 200  # sentences ranked: the similarities of all pairs are quadratic
_CHOSEN = 3
_SHORT, _LONG = 30, 600
_DAMPING = 0.85
_ROUNDS = 15
_WORD = re.compile(r"[^\W\d_]{2,}")
_EMPTY = word_set(
    """và của các là cho với trong được đã để tại đến do theo về trên vào có không sẽ này những một như cùng từ"""
)
_FIGURE_WORTH = 0.35  # of a sentence's rank, for the first figures in it
_LEAD_WORTH = 0.5


def summary_of(text: Text, spans: list[tuple[int, int]], placed: list[Placed], body: int) -> tuple[str, ...]:
    """Choose up to three sentences after the title by TextRank, raised by the figures in them, in the text's order.

    Only the first 200 sentences are ranked; each chosen one is an exact piece of the text.
    """
    candidates = [
        s for s in spans[: _MOST + 5] if s[0] >= body - 1 and _SHORT <= s[1] - s[0] <= _LONG and _is_prose(text, s)
    ][:_MOST]
    if not candidates:
        candidates = [s for s in spans[:_MOST] if s[0] >= body - 1 and s[1] - s[0] <= _LONG][:_MOST] or spans[:1]
    bags = [frozenset(_WORD.findall(text.low[start:end])) - _EMPTY for start, end in candidates]
    ranks = _rank(bags)
    starts = [p.start for p in placed]
    counts = _counts(candidates, starts)
    best = max(ranks, default=1.0) or 1.0
    points = [
        rank / best + _FIGURE_WORTH * min(count, 4) + (_LEAD_WORTH if index == 0 else 0)
        for index, (rank, count) in enumerate(zip(ranks, counts, strict=True))
    ]
    order = sorted(range(len(candidates)), key=lambda i: (-points[i], i))[:_CHOSEN]
    return tuple(quote for i in sorted(order) if (quote := text.quote(*candidates[i])))


def _is_prose(text: Text, span: tuple[int, int]) -> bool:
    piece = text.clean[span[0] : span[1]]
    return "\t" not in piece and "|" not in piece


def _counts(candidates: list[tuple[int, int]], starts: list[int]) -> list[int]:
    counts = []
    at = 0
    for start, end in candidates:
        while at < len(starts) and starts[at] < start:
            at += 1
        first = at
        while at < len(starts) and starts[at] < end:
            at += 1
        counts.append(at - first)
    return counts


def _rank(bags: list[frozenset[str]]) -> list[float]:
    common = Counter(word for bag in bags for word in bag)
    weight = {word: 1.0 / count for word, count in common.items() if count > 1}
    links: list[dict[int, float]] = [{} for _ in bags]
    for i, one in enumerate(bags):
        for j in range(i):
            shared = one & bags[j]
            strength = sum(weight[word] for word in shared) if shared else 0.0
            if strength:
                links[i][j] = links[j][i] = strength / (len(one) + len(bags[j]))
    total = [sum(link.values()) for link in links]
    ranks = [1.0] * len(bags)
    for _ in range(_ROUNDS):
        ranks = [
            1 - _DAMPING + _DAMPING * sum(ranks[j] * strength / total[j] for j, strength in link.items())
            for link in links
        ]
    return ranks

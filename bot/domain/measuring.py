"""Which figures of a post are measurements of known targets, and what becomes of them in its next revision. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.figures import Figure
from bot.domain.periods import Period
from bot.domain.targets import Direction, Measurement, Target
from bot.domain.words import fold_words

LIKE = 78
"""From which likeness on (of 100) a figure's label is offered for a target; a writer confirms each."""
MOST_OFFERS, MOST_NEW = 6, 3
_LIGHT = frozenset(
    fold_words("tỷ lệ số tổng mức thực hiện đạt kết quả trên địa bàn phường các của được là công tác năm").split()
)
_SCALES = {"nghin": 3, "trieu": 6, "ty": 9, "ti": 9}


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure of a post, by its place in the reading, that may be a target's value."""

    place: int
    figure: Figure
    target: Target
    value: Decimal
    """In the target's unit."""
    period: Period
    cumulative: bool


@dataclass(frozen=True, slots=True)
class Offers:
    """What a post has for the scoreboard: values of known targets, and figures that are plans of unknown ones."""

    known: tuple[Offer, ...] = ()
    new: tuple[tuple[int, Figure], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.known or self.new)


@dataclass(frozen=True, slots=True)
class Followed:
    """A target whose value was put right with its post: what it was, and is now, None where the post says none.

    Then `back` is the value that it had replaced and that holds again, if there is one.
    """

    name: str
    unit: str
    period: str
    before: Decimal
    after: Decimal | None
    back: Measurement | None = None


def likeness(label: str, name: str) -> float:
    """How much a figure's label says what a target's name says, 0 to 100."""
    # As in services.targets: not at the start.
    from rapidfuzz import fuzz

    return float(fuzz.token_sort_ratio(_telling(label), _telling(name)))


def _telling(words: str) -> str:
    told = [word for word in fold_words(words).split() if word not in _LIGHT and not word.isdigit()]
    return " ".join(sorted(told)) or fold_words(words)


def in_unit(figure: Figure, unit: str) -> Decimal | None:
    """A figure's value in a target's unit, None where the two do not measure the same: đồng and tỷ đồng do."""
    own, wanted = fold_words(figure.unit or ""), fold_words(unit)
    signs = [(text or "").strip()[:1] in ("%", "‰") and (text or "").strip()[:1] for text in (figure.unit, unit)]
    if signs[0] != signs[1]:
        return None
    if signs[0]:
        return figure.value
    if own == wanted:
        return figure.value
    scale, _, rest = wanted.partition(" ")
    if scale in _SCALES and own == (rest or "dong"):
        return figure.value / Decimal(10) ** _SCALES[scale]
    return None


def renames(before: str, after: str) -> bool:
    """Whether a unit is another word for the same, so that old figures stay true: "hộ" and "hộ dân", not "%" and "hộ".

    One that had no unit may get one.
    """
    one, other = fold_words(before).split(), fold_words(after).split()
    signs = [text.strip()[:1] in ("%", "‰") and text.strip()[:1] for text in (before, after)]
    scales = [words[0] if words[:1] and words[0] in _SCALES else "" for words in (one, other)]
    nested = set(one) <= set(other) or set(other) <= set(one)
    return not before or (signs[0] == signs[1] and scales[0] == scales[1] and nested)


def counts_up(target: Target, period: Period) -> bool:
    """Whether a value of that period is taken as counted from the beginning of the time that the plan is for."""
    frame = target.frame(period)
    if target.direction is Direction.KEEP or (target.direction is Direction.AT_MOST and target.is_rate):
        return False
    return frame is None or period.first == frame.first


def offers_of(
    figures: Sequence[tuple[int, Figure, Period | None]], targets: Sequence[Target], *, again: bool = False
) -> Offers:
    """What figures, each with its place and period, are for targets; the likest target of each, and each value once.

    Those that are known already are left out unless they are asked for `again`.
    """
    found: dict[tuple[int, str], tuple[float, Offer]] = {}
    for place, figure, period in figures:
        if figure.is_target or period is None:
            continue
        offer = _best(place, figure, period, targets)
        if offer is None or (not again and _is_known(offer[1])):
            continue
        key = (offer[1].target.id, period.name)
        if key not in found or offer[0] > found[key][0]:
            found[key] = offer
    known = sorted((one for _, one in found.values()), key=lambda one: one.place)
    new = [
        (place, figure)
        for place, figure, _ in figures
        if figure.is_target and figure.label and all(likeness(figure.label, one.name) < LIKE for one in targets)
    ]
    return Offers(tuple(known[:MOST_OFFERS]), tuple(new[:MOST_NEW]))


def _best(place: int, figure: Figure, period: Period, targets: Iterable[Target]) -> tuple[float, Offer] | None:
    best: tuple[float, Offer] | None = None
    for one in targets:
        value = in_unit(figure, one.unit)
        like = likeness(figure.label, one.name)
        fits = one.span is None or one.frame(period) is not None
        if value is not None and fits and like >= LIKE and (best is None or like > best[0]):
            best = like, Offer(place, figure, one, value, period, counts_up(one, period))
    return best


def _is_known(offer: Offer) -> bool:
    return any(
        one.period == offer.period.name and one.value == offer.value and one.source is not None
        for one in offer.target.measurements
    )


def found_again(figure: Figure, newer: Iterable[Figure]) -> Figure | None:
    """The same statement in a text's next revision, with the same value or another; None where it is not made any more,
    or cannot be told from others."""
    every = [one for one in newer if not one.is_target]
    exact = [one for one in every if (one.quote, one.value, one.unit) == (figure.quote, figure.value, figure.unit)]
    if exact:
        return exact[0]
    alike = [
        one
        for one in every
        if (fold_words(one.label), one.unit, one.period or "")
        == (fold_words(figure.label), figure.unit, figure.period or "")
    ]
    values = {one.value for one in alike}
    return alike[0] if len(values) == 1 else None

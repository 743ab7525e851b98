"""Bars below one another: a figure over periods against its plan, and counts beside one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.messages.message import Drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: what it is of, how long its bar is, and how the value is written."""

    label: str
    value: Decimal
    shown: str


@dataclass(frozen=True, slots=True)
class Block:
    """Bars on one scale, below a title of their own; `plan` is the value that a line marks, and what it says.

    The longest bar is as wide as the picture, or what `whole` would be.
    """

    bars: Sequence[Bar]
    title: str = ""
    plan: tuple[Decimal, str] | None = None
    whole: Decimal = Decimal(0)


def bars(*, over: str, title: str, blocks: Sequence[Block], foot: str = "") -> Drawing:
    """Draw blocks of bars; negative values go to the left of nought."""
    told = [_block(one) for one in blocks]
    return Drawing("bars", {"over": over, "title": title, "foot": foot, "blocks": told})


def _block(block: Block) -> dict[str, Any]:
    values = [block.whole, *(one.value for one in block.bars), *([block.plan[0]] if block.plan else [])]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])

    def at(value: Decimal) -> float:
        return float((value - low) / (high - low)) if high > low else 0.0

    return {
        "title": block.title,
        "plan": at(block.plan[0]) if block.plan else None,
        "legend": block.plan[1] if block.plan else "",
        "bars": [
            {
                "label": one.label,
                "shown": one.shown,
                "zero": at(Decimal(0)),
                "start": at(min(Decimal(0), one.value)),
                "end": at(max(Decimal(0), one.value)),
            }
            for one in block.bars
        ],
    }

"""What is kept rendered: what was used lately, and all that rows in hand need."""

from datetime import UTC, datetime
from typing import Any, cast

from bot.delivery.render import KEPT, Renderer
from bot.delivery.sender import MOST_IN_FLIGHT
from bot.storage.push.outbox import Claimed

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def row(dispatch_id: int) -> Claimed:
    return Claimed(dispatch_id, "c", "a:1", "42", NOW, NOW, 1, dispatch_id=dispatch_id, revision_id=1)


async def test_the_text_that_was_unused_for_longest_is_dropped_first_and_never_one_in_hand() -> None:
    renderer = Renderer(cast(Any, None))
    renderer._kept.update({(number, 1, None, False): cast(Any, None) for number in range(KEPT + 1)})
    await renderer.prepare([row(0)])
    assert (0, 1, None, False) in renderer._kept, "the one that is needed now"
    assert (1, 1, None, False) not in renderer._kept
    in_hand = [row(number) for number in range(2, MOST_IN_FLIGHT + 1)]
    await renderer.prepare(in_hand)
    renderer._kept.update({(1000 + number, 1, None, False): cast(Any, None) for number in range(KEPT - len(in_hand))})
    await renderer.prepare([])
    assert all((one.dispatch_id, 1, None, False) in renderer._kept for one in in_hand)

"""Many kills in one push; CI does ten of them (tests/faults/test_kill.py)."""

import pytest

from tests.faults.kit import Ward
from tests.faults.test_kill import kill_at_random


@pytest.mark.timeout(600)
async def test_a_hundred_random_kills_lose_nobody_and_repeat_only_what_was_unrecorded(ward: Ward) -> None:
    await kill_at_random(ward, 100)

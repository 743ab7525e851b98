"""A hundred thousand bodies at Zalo's webhook; CI posts five thousand of them."""

import pytest

from tests.channels.zalo_bot.test_webhook import generated_bodies


@pytest.mark.timeout(3600)
async def test_a_hundred_thousand_bodies_of_every_kind_have_one_effect_or_none(database_url: str) -> None:
    await generated_bodies(database_url, 100_000)

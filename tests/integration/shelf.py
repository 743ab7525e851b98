"""Many published posts at once, without a conversation for each."""

from collections.abc import Sequence

from tests import deeds
from tests.ward import TELEGRAM, House


async def shelve(house: House, writer: str, texts: Sequence[str]) -> None:
    """Publish the texts as this writer does, one after another; what is over already has ended."""
    for text in texts:
        async with house.database.write() as transaction:
            services = house.dues.services(transaction, house.clock.now())
            viewer = await deeds.viewer_of(transaction, TELEGRAM, writer)
            await services.publishing.publish(viewer, await deeds.write(services, viewer, text), alone=True)
        house.clock.advance(seconds=1)
    while await house.dues.run_once():
        pass

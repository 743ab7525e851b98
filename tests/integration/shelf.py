"""Many published posts at once, without a conversation for each."""

from collections.abc import Sequence

from bot.services.drafts import read_text
from bot.storage import people
from tests.ward import TELEGRAM, House


async def shelve(house: House, writer: str, texts: Sequence[str]) -> None:
    """Publish the texts as this writer does, one after another; what is over already has ended."""
    for text in texts:
        async with house.database.write() as transaction:
            services = house.dues.services(transaction, house.clock.now())
            viewer = await people.find_viewer(transaction, TELEGRAM, writer)
            assert viewer is not None
            draft = await services.posts.start(viewer, text, read_text(text))
            for position, accepted in enumerate(draft.accepted):
                if not accepted:
                    draft = await services.posts.tick(viewer, draft, position)
            await services.publishing.publish(viewer, draft, alone=True)
        house.clock.advance(seconds=1)
    while await house.dues.run_once():
        pass

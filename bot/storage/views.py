"""A revision with all that shows it."""

from bot.domain.views import PostView
from bot.storage import attachments, readings
from bot.storage import posts as storage
from bot.storage import ward as ward_storage
from bot.storage.engine import Transaction


async def load_view(transaction: Transaction, revision_id: int) -> PostView:
    """A published revision as the push engine renders it, whoever it goes to."""
    post = await storage.load_post_of_revision(transaction, revision_id)
    reading = await readings.load_reading(transaction, revision_id)
    files = await attachments.list_files(transaction, revision_id)
    return PostView(post, reading, await ward_storage.load_ward(transaction), files)

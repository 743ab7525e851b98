"""A revision with all that shows it."""

from bot.domain.posts import Post
from bot.domain.views import PostView
from bot.storage import attachments, readings
from bot.storage import posts as storage
from bot.storage import ward as ward_storage
from bot.storage.engine import Transaction


async def load_view(transaction: Transaction, revision_id: int) -> PostView:
    """A published revision as the push engine renders it, whoever it goes to."""
    return await load_view_of(transaction, await storage.load_post_of_revision(transaction, revision_id))


async def load_view_of(transaction: Transaction, post: Post) -> PostView:
    """A post with all that shows it, of the revision that it was loaded with."""
    reading = await readings.load_reading(transaction, post.revision_id)
    files = await attachments.list_files(transaction, post.revision_id)
    return PostView(post, reading, await ward_storage.load_ward(transaction), files)

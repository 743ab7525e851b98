"""What people do, straight through the services: for every test and bench that is not about the conversation."""

from bot.domain.drafts import DraftView
from bot.domain.people import Role, Viewer
from bot.messages.incoming import Incoming
from bot.services import Services
from bot.services.drafts import read_text
from bot.storage import people, roles
from bot.storage.engine import Transaction


async def enter(
    services: Services, route: str, chat_id: str, name: str = "Cư dân", *, subscribed: bool = False
) -> Viewer:
    """Be known to the bot on this route, and perhaps get its news."""
    channel, _, account = route.partition(":")
    viewer = await services.people.enter(Incoming(channel, account, f"enter-{chat_id}", chat_id, name=name))
    if subscribed:
        await services.subscriptions.subscribe(viewer)
    return viewer


async def viewer_of(transaction: Transaction, route: str, chat_id: str) -> Viewer:
    """Somebody who is known there."""
    viewer = await people.find_viewer(transaction, route, chat_id)
    assert viewer is not None
    return viewer


async def give_role(transaction: Transaction, route: str, chat_id: str, role: Role) -> int:
    """Let somebody who is known have a role; returns the person."""
    viewer = await viewer_of(transaction, route, chat_id)
    await roles.set_role(transaction, viewer.person_id, role)
    return viewer.person_id


async def write(services: Services, viewer: Viewer, text: str, *, urgent: bool = False) -> DraftView:
    """Write a post, tick what is doubted in it, and make it urgent or not."""
    draft = await tick(services, viewer, await services.posts.start(viewer, text, read_text(text)))
    if draft.view.post.urgent != urgent:
        draft = await services.audience.toggle_urgent(viewer, draft.view.post.id)
    return draft


async def tick(services: Services, viewer: Viewer, draft: DraftView) -> DraftView:
    """Tick every doubt that is open on a draft."""
    for position, accepted in enumerate(draft.accepted):
        if not accepted:
            draft = await services.posts.tick(viewer, draft, position)
    return draft

"""What is kept about a person: seen, exported and erased by themselves, at once."""

from bot.domain.hours import Bundle
from bot.domain.people import Profile, Role, Viewer
from bot.domain.posts import Audience
from bot.errors import InvalidError
from bot.services.context import Context, require_own
from bot.storage import choices, consents, erasure, links, mistakes, reminders, roles
from bot.storage.push import copies


class Privacy:
    """A person's own data."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def profile(self, viewer: Viewer) -> Profile:
        """Everything that is kept about this person."""
        require_own(viewer)
        row = await erasure.load_profile_row(self._transaction, viewer.person_id)
        topics, areas = await choices.list_choice_names(self._transaction, viewer.person_id)
        deliveries, posts, answers = await erasure.count_person_rows(self._transaction, viewer.person_id)
        addresses = await links.list_linked(self._transaction, viewer.person_id)
        said = await mistakes.list_of(self._transaction, viewer.person_id)
        if viewer.role < row.role:
            # Here they are no official, and what they have as one stands where they are.
            deliveries, posts, answers = await erasure.count_public(self._transaction, viewer.person_id), 0, 0
            said = [one for one in said if one.number.audience is Audience.EVERYONE]
        return Profile(
            name=row.name,
            role=viewer.role,
            subscribed=row.subscribed,
            bundle=Bundle(row.bundle),
            created_at=row.created_at,
            topics=topics,
            areas=areas,
            addresses=tuple((one.channel, one.chat_id) for one in addresses),
            told_on=next((one.channel for one in addresses if one.told), "") if len(addresses) > 1 else "",
            consents=tuple(await consents.list_consents(self._transaction, viewer.person_id)),
            deliveries=deliveries,
            posts_written=posts,
            answers_written=answers,
            mistakes=tuple(said),
            reminders=tuple(await reminders.list_reminded(self._transaction, viewer)),
        )

    async def erase(self, viewer: Viewer) -> None:
        """Remove the person; the only admin must name another first, or nobody could run the ward's bot."""
        require_own(viewer)
        role = (await erasure.load_profile_row(self._transaction, viewer.person_id)).role
        if viewer.role < role and not viewer.group:
            raise InvalidError("erase-elsewhere")
        if viewer.role is Role.ADMIN:
            members = await roles.lock_members(self._transaction)
            if sum(1 for one in members if one.role is Role.ADMIN) == 1:
                raise InvalidError("last-admin-erase")
        # A claim and a release come to this person's rows, from there.
        await copies.lock_pushes(self._transaction)
        await erasure.erase_person(self._transaction, viewer.person_id)

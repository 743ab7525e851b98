"""What is kept about a person: seen, exported and erased by themselves, at once."""

import json

from bot.clock import in_vietnam
from bot.domain.people import Profile, Role, Viewer
from bot.errors import InvalidError
from bot.messages.message import File
from bot.services.context import Context, require_own
from bot.storage import choices, consents, erasure, roles
from bot.storage import people as storage


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
        deliveries, posts = await erasure.count_person_rows(self._transaction, viewer.person_id)
        addresses = await storage.list_addresses(self._transaction, viewer.person_id)
        return Profile(
            name=row.name,
            role=Role(row.role),
            subscribed=row.subscribed,
            created_at=row.created_at,
            topics=topics,
            areas=areas,
            addresses=tuple((one.route.partition(":")[0], one.chat_id) for one in addresses),
            consents=tuple(await consents.list_consents(self._transaction, viewer.person_id)),
            deliveries=deliveries,
            posts_written=posts,
        )

    async def export(self, viewer: Viewer) -> File:
        """The same as a file that a program can read too."""
        profile = await self.profile(viewer)
        content = {
            "ten": profile.name,
            "vai_tro": profile.role.code,
            "dang_ky_nhan_tin": profile.subscribed,
            "bat_dau": in_vietnam(profile.created_at).isoformat(),
            "chu_de": profile.topics,
            "khu_vuc": profile.areas,
            "dia_chi": [{"kenh": channel, "ma": chat_id} for channel, chat_id in profile.addresses],
            "dong_y": [
                {
                    "phien_ban": one.version,
                    "luc": in_vietnam(one.given_at).isoformat(),
                    "rut_lai": in_vietnam(one.withdrawn_at).isoformat() if one.withdrawn_at else None,
                }
                for one in profile.consents
            ],
            "so_tin_da_gui": profile.deliveries,
            "so_tin_da_soan": profile.posts_written,
        }
        return File("du-lieu-cua-toi.json", json.dumps(content, ensure_ascii=False, indent=2).encode())

    async def erase(self, viewer: Viewer) -> None:
        """Remove the person; the only admin must name another first, or nobody could run the ward's bot."""
        require_own(viewer)
        if viewer.role is Role.ADMIN:
            members = await roles.lock_members(self._transaction)
            if sum(1 for one in members if one.role is Role.ADMIN) == 1:
                raise InvalidError("last-admin-erase")
        await erasure.erase_person(self._transaction, viewer.person_id)

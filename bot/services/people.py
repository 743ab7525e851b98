"""Who writes to the bot, what they may do, and how they came to it."""

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta

from bot.channels.base import Incoming, route_of
from bot.domain.audit import Action
from bot.domain.people import Member, Role, Viewer
from bot.errors import InvalidError, MissingError, NotInGroupError
from bot.services.context import Context, require
from bot.storage import audit as audit_storage
from bot.storage import people as storage

INVITE_LIFE = timedelta(days=7)
# Without 0/O, 1/I/L: codes are read out over the telephone.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def looks_like_code(text: str) -> bool:
    """Whether a typed word could be an invite code."""
    word = text.strip().upper()
    return len(word) == CODE_LENGTH and all(letter in _CODE_LETTERS for letter in word)


class People:
    """Persons, roles and invitations."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def enter(self, incoming: Incoming) -> Viewer:
        """Return who wrote, remembering somebody new; those named in LOA_ADMINS become admins."""
        now = self._context.now
        route = route_of(incoming.channel, incoming.account)
        viewer = await storage.find_viewer(self._transaction, route, incoming.chat_id)
        listed = not incoming.group and await self._is_listed(f"{incoming.channel}:{incoming.chat_id}")
        if viewer is None:
            role = Role.ADMIN if listed else Role.RESIDENT
            viewer = await storage.insert_person(
                self._transaction,
                route=route,
                chat_id=incoming.chat_id,
                name=incoming.name,
                group=incoming.group,
                role=role,
                now=now,
            )
            if viewer is not None:
                return replace(viewer, group_admin=incoming.by_group_admin)
            return await self.enter(incoming)
        await storage.touch_person(self._transaction, viewer, incoming.name, now)
        if listed and viewer.role < Role.ADMIN:
            await storage.set_role(self._transaction, viewer.person_id, Role.ADMIN)
            return replace(viewer, role=Role.ADMIN)
        return replace(viewer, group_admin=incoming.by_group_admin)

    async def _is_listed(self, name: str) -> bool:
        """Whether LOA_ADMINS makes this address an admin.

        Someone revoked in the chat stays so, although the setting still names them: a lost phone must lose.
        """
        if name not in self._context.settings.admins:
            return False
        revoked = await audit_storage.list_audit_details(self._transaction, Action.LISTED_ADMIN_REVOKED)
        return all(detail.get("address") != _hash(name) for detail in revoked)

    def check_admin(self, viewer: Viewer) -> None:
        """Let only admins pass, before anything is asked of them."""
        require(viewer, Role.ADMIN)

    async def invite(self, viewer: Viewer, role: Role) -> str:
        """Make a one-time code for `role`, valid for seven days; only its hash is kept."""
        require(viewer, Role.ADMIN)
        return await self.make_code(role, viewer.person_id)

    async def make_code(self, role: Role, created_by: int | None) -> str:
        """Make a code without asking who wants it: for the command line, whose user owns the machine."""
        if role is Role.RESIDENT:
            raise InvalidError("invite-role")
        code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(CODE_LENGTH))
        now = self._context.now
        await storage.insert_invite(
            self._transaction, code_hash=_hash(code), role=role, created_by=created_by, now=now, until=now + INVITE_LIFE
        )
        await self._audit(Action.INVITED, created_by, role=role.code)
        return code

    async def redeem(self, viewer: Viewer, code: str) -> Viewer:
        """Use up a code and take its role, unless a larger one is held already."""
        if viewer.group:
            raise NotInGroupError("group")
        role = await storage.redeem_invite(self._transaction, _hash(code), viewer.person_id, self._context.now)
        if role is None:
            raise InvalidError("code")
        if role > viewer.role:
            await storage.set_role(self._transaction, viewer.person_id, role)
            viewer = replace(viewer, role=role)
        await self._audit(Action.REDEEMED, viewer.person_id, role=role.code)
        return viewer

    async def name(self, viewer: Viewer) -> str:
        """What a person is called."""
        return await self.name_of(viewer.person_id)

    async def name_of(self, person_id: int | None) -> str:
        """What a person is called; "" for one who was erased."""
        return (await storage.list_names(self._transaction, [person_id])).get(person_id or 0, "")

    async def members(self, viewer: Viewer) -> list[Member]:
        """Everyone with a role, largest first."""
        require(viewer, Role.ADMIN)
        return await storage.lock_members(self._transaction)

    async def revoke(self, viewer: Viewer, person_id: int) -> Member:
        """Make somebody a resident again, at once; the last admin stays."""
        require(viewer, Role.ADMIN)
        members = await storage.lock_members(self._transaction)
        member = next((one for one in members if one.person_id == person_id), None)
        if member is None:
            raise MissingError("person")
        if member.role is Role.ADMIN and sum(1 for one in members if one.role is Role.ADMIN) == 1:
            raise InvalidError("last-admin")
        await storage.set_role(self._transaction, person_id, Role.RESIDENT)
        await storage.delete_invites_of(self._transaction, person_id)
        await storage.stop_progress(self._transaction, person_id)
        await self._audit(Action.REVOKED, viewer.person_id, role=member.role.code)
        await self._audit(Action.ROLE_LOST, person_id, role=member.role.code)
        for address in await storage.list_addresses(self._transaction, person_id):
            name = f"{address.route.partition(':')[0]}:{address.chat_id}"
            if name in self._context.settings.admins:
                # The setting holds the id already. This mark outlives the person: erasing must not bring a role back.
                await self._audit(Action.LISTED_ADMIN_REVOKED, None, address=_hash(name))
        return member

    async def _audit(self, action: Action, person_id: int | None, **detail: str | int) -> None:
        await audit_storage.insert_audit(
            self._transaction, at=self._context.now, person_id=person_id, action=action, detail=detail
        )

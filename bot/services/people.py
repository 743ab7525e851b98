"""Who writes to the bot, what they may do, and how they came to it."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.audit import Action
from bot.domain.people import Member, Role, Viewer
from bot.domain.roles import (
    DECIDED_WITHIN,
    Asked,
    Decided,
    Revoked,
    admins_of,
    check_deciding,
    needs_second,
    others_than,
)
from bot.errors import InvalidError, MissingError, NotAllowedError, NotInGroupError
from bot.messages.incoming import Incoming, route_of
from bot.services.context import Context, require
from bot.storage import audit as audit_storage
from bot.storage import erasure, links, roles
from bot.storage import people as storage
from bot.storage import roles as role_storage

INVITE_LIFE = timedelta(days=7)
TWICE = timedelta(days=1)
"""How long after its use the same person's second tap on a code's link is told that it worked."""
MOST_WRONG_CODES = 10
CODES_SPAN = timedelta(hours=1)
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
        known = await storage.find_known(self._transaction, route, incoming.chat_id)
        speaks_for_group = None if incoming.speaker else incoming.by_group_admin
        listed = not incoming.group and await self._is_listed(f"{incoming.channel}:{incoming.chat_id}")
        if known is None:
            role = Role.ADMIN if listed else Role.RESIDENT
            new = await storage.insert_person(
                self._transaction,
                route=route,
                chat_id=incoming.chat_id,
                name=incoming.name,
                group=incoming.group,
                role=role,
                now=now,
            )
            if new is not None:
                return replace(new, group_admin=speaks_for_group, place=incoming.place)
            return await self.enter(incoming)
        viewer = known.viewer
        await storage.touch_person(self._transaction, known, incoming.name, now)
        if listed and viewer.role < Role.ADMIN:
            await links.grant(self._transaction, viewer.person_id, viewer.address_id, Role.ADMIN)
            return replace(viewer, role=Role.ADMIN)
        return replace(viewer, group_admin=speaks_for_group, place=incoming.place)

    async def _is_listed(self, name: str) -> bool:
        """Whether LOA_ADMINS makes this address an admin.

        Someone revoked in the chat stays so, although the setting still names them: a lost phone must lose.
        """
        if name not in self._context.admins:
            return False
        revoked = await audit_storage.list_audit_details(self._transaction, Action.LISTED_ADMIN_REVOKED)
        return all(detail.get("address") != _hash(name) for detail in revoked)

    def check_admin(self, viewer: Viewer) -> None:
        """Let only admins pass, before anything is asked of them."""
        require(viewer, Role.ADMIN)

    async def invite(self, viewer: Viewer, role: Role) -> Asked:
        """Make a one-time code for `role`, valid for seven days, of which only the hash is kept.

        Where another admin must agree first, the code is worth nothing until then.
        """
        members = await self._lock_as_admin(viewer)
        code, invite_id = await self._new_code(role, viewer.person_id)
        if not needs_second(role, members):
            await self._audit(Action.INVITED, viewer.person_id, role=role.code)
            return Asked(role, _name_in(members, viewer.person_id), code=code)
        change_id = await self._ask(viewer, role, invite_id=invite_id)
        await self._audit(Action.INVITE_ASKED, viewer.person_id, role=role.code)
        return Asked(role, _name_in(members, viewer.person_id), code=code, change_id=change_id)

    async def make_code(self, role: Role, created_by: int | None) -> str:
        """Make a code without asking who wants it: for the command line, whose user owns the machine."""
        code, _ = await self._new_code(role, created_by)
        await self._audit(Action.INVITED, created_by, role=role.code)
        return code

    async def _new_code(self, role: Role, created_by: int | None) -> tuple[str, int]:
        if role is Role.RESIDENT:
            raise InvalidError("invite-role")
        code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(CODE_LENGTH))
        now = self._context.now
        invite_id = await roles.insert_invite(
            self._transaction, code_hash=_hash(code), role=role, created_by=created_by, now=now, until=now + INVITE_LIFE
        )
        return code, invite_id

    def link(self, viewer: Viewer, start: str) -> str:
        """An address to forward that opens the bot where this person has it, and says `start`; "" where none does."""
        account = self._context.accounts.get(viewer.route)
        return account.link(start) if account is not None else ""

    async def redeem(self, viewer: Viewer, code: str) -> Viewer | None:
        """Use up a code and take its role, unless a larger one is held already; None for a wrong one, which is counted.

        Raises InvalidError after MOST_WRONG_CODES within an hour: codes must not be guessed.
        """
        if viewer.group:
            raise NotInGroupError("group")
        now = self._context.now
        wrong = await roles.count_wrong_codes(self._transaction, viewer.person_id, now - CODES_SPAN)
        if wrong >= MOST_WRONG_CODES:
            raise InvalidError("code-tries")
        role = await roles.redeem_invite(self._transaction, _hash(code), viewer.person_id, now)
        if role is None:
            own = await role_storage.find_own_code(self._transaction, _hash(code), viewer.person_id, now - TWICE)
            if own is not None and own <= viewer.role:
                return viewer
            if await role_storage.is_waiting(self._transaction, _hash(code), now):
                raise InvalidError("code-waiting")
            await roles.note_wrong_code(self._transaction, viewer.person_id, now, wrong)
            return None
        if role > viewer.role:
            await links.grant(self._transaction, viewer.person_id, viewer.address_id, role)
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
        return await roles.lock_members(self._transaction)

    async def revoke(self, viewer: Viewer, person_id: int) -> Revoked:
        """Make somebody a resident again, at once; the last admin stays. Another admin may give the role back."""
        members = await self._lock_as_admin(viewer)
        member = next((one for one in members if one.person_id == person_id), None)
        if member is None:
            raise MissingError("person")
        if admins_of(members) == {person_id}:
            raise InvalidError("last-admin")
        await roles.set_role(self._transaction, person_id, Role.RESIDENT)
        await role_storage.delete_codes_of(self._transaction, person_id)
        await erasure.stop_progress(self._transaction, person_id)
        await self._audit(Action.REVOKED, viewer.person_id, role=member.role.code)
        await self._audit(Action.ROLE_LOST, person_id, role=member.role.code)
        for address in await storage.list_addresses(self._transaction, person_id):
            name = f"{address.route.partition(':')[0]}:{address.chat_id}"
            if name in self._context.admins:
                # The setting holds the id already. This mark outlives the person: erasing must not bring a role back.
                await self._audit(Action.LISTED_ADMIN_REVOKED, None, address=_hash(name))
        by, change_id = _name_in(members, viewer.person_id), None
        if others_than(members, viewer.person_id, person_id):
            change_id = await self._ask(viewer, member.role, person_id=person_id)
        return Revoked(member, by, change_id)

    async def decide(self, viewer: Viewer, change_id: int, *, agreed: bool, back: bool = False) -> Decided:
        """Agree to another admin's code or not, or give a lost role `back`.

        Raises MissingError where no such thing waits, and InvalidError where the rule (domain.roles) forbids it.
        """
        members = await self._lock_as_admin(viewer)
        now = self._context.now
        change = await role_storage.lock_role_change(self._transaction, change_id)
        if change is None or (change.person_id is not None) != back:
            raise MissingError("role-change")
        check_deciding(change, viewer.person_id, now)
        await role_storage.decide_role_change(self._transaction, change_id, by=viewer.person_id, now=now, agreed=agreed)
        by, role = _name_in(members, viewer.person_id), change.role
        if change.person_id is None:
            action = Action.INVITE_AGREED if agreed else Action.INVITE_DECLINED
            await self._audit(action, viewer.person_id, role=role.code)
            return Decided(role, by, agreed)
        known = next((one.role for one in members if one.person_id == change.person_id), Role.RESIDENT)
        await roles.set_role(self._transaction, change.person_id, max(role, known))
        await self._audit(Action.ROLE_RETURNED, viewer.person_id, role=role.code)
        await self._audit(Action.ROLE_REGAINED, change.person_id, role=role.code)
        profile = await erasure.load_profile_row(self._transaction, change.person_id)
        return Decided(role, by, agreed, change.person_id, profile.name)

    async def _lock_as_admin(self, viewer: Viewer) -> list[Member]:
        """Everyone with a role, kept from changing; the viewer's own right is looked at again under that lock."""
        require(viewer, Role.ADMIN)
        members = await roles.lock_members(self._transaction)
        if viewer.person_id not in admins_of(members):
            raise NotAllowedError("role", role=Role.ADMIN.code)
        return members

    async def _ask(
        self, viewer: Viewer, role: Role, *, invite_id: int | None = None, person_id: int | None = None
    ) -> int:
        now = self._context.now
        return await role_storage.insert_role_change(
            self._transaction,
            role=role,
            asked_by=viewer.person_id,
            now=now,
            until=now + DECIDED_WITHIN,
            invite_id=invite_id,
            person_id=person_id,
        )

    async def _audit(self, action: Action, person_id: int | None, **detail: str | int) -> None:
        await audit_storage.insert_audit(
            self._transaction, at=self._context.now, person_id=person_id, action=action, detail=detail
        )


def _name_in(members: Sequence[Member], person_id: int) -> str:
    return next((one.name for one in members if one.person_id == person_id), "")

"""One person at several addresses: linked by a code, told at the one they wish, parted again."""

import hashlib
import secrets
from collections.abc import Sequence

from bot.domain.audit import Action
from bot.domain.links import CODE_DIGITS, CODE_LIFE, OFFER_OPEN, Joined, Linked, Offer
from bot.domain.people import Role, Viewer
from bot.domain.roles import others_than
from bot.errors import InvalidError, LateError, MissingError, NotInGroupError
from bot.services.context import Context, require
from bot.services.people import CODES_SPAN, MOST_WRONG_CODES
from bot.storage import audit as audit_storage
from bot.storage import links as storage
from bot.storage import roles
from bot.storage.push import copies


def _hash(code: str) -> str:
    return hashlib.sha256(f"link {code}".encode()).hexdigest()


class Links:
    """Addresses of one person."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    def check(self, viewer: Viewer) -> None:
        """Let only a person pass: what many read is nobody's other address."""
        if viewer.group:
            raise NotInGroupError("group")

    async def places(self, viewer: Viewer) -> list[Linked]:
        """The addresses of this person, the oldest first."""
        return await storage.list_linked(self._transaction, viewer.person_id)

    def others(self, places: Sequence[Linked]) -> list[str]:
        """The ward's channels on which this person has no address yet."""
        channels = dict.fromkeys(route.partition(":")[0] for route in self._context.accounts)
        return [one for one in channels if one not in {place.channel for place in places}]

    async def new_code(self, viewer: Viewer) -> str:
        """Make a code that links an address on another channel to this one, in place of an older code."""
        self.check(viewer)
        if not self.others(await self.places(viewer)):
            raise InvalidError("link-nowhere")
        code = "".join(str(secrets.randbelow(10)) for _ in range(CODE_DIGITS))
        await storage.set_code(self._transaction, viewer.address_id, _hash(code), self._context.now + CODE_LIFE)
        return code

    async def use(self, viewer: Viewer, code: str) -> Offer | None:
        """Use up a code; returns what is agreed to before anything is linked, None for a wrong one, which is counted.

        Raises InvalidError after MOST_WRONG_CODES within an hour, and where these two addresses cannot be linked.
        """
        self.check(viewer)
        now = self._context.now
        wrong = await roles.count_wrong_codes(self._transaction, viewer.person_id, now - CODES_SPAN)
        if wrong >= MOST_WRONG_CODES:
            raise InvalidError("link-tries")
        token = _hash(secrets.token_hex())
        address_id = await storage.use_code(self._transaction, _hash(code), now, token, now + OFFER_OPEN)
        if address_id is None:
            # Where there is nothing to link, eight digits are somebody's question.
            if self.others(await self.places(viewer)):
                await roles.note_wrong_code(self._transaction, viewer.person_id, now, wrong)
            return None
        return await self._offer(viewer, address_id, token)

    async def join(self, viewer: Viewer, token: str) -> Joined:
        """Make one person of who writes here and who gave the code of this offer; raises LateError where it is over."""
        self.check(viewer)
        # A claim and a release come to these persons' rows, from there.
        await copies.lock_pushes(self._transaction)
        address_id = await storage.take_offer(self._transaction, token, self._context.now, viewer.person_id)
        if address_id is None:
            raise LateError("link-late")
        offer = await self._offer(viewer, address_id, token)
        giver = await storage.find_person(self._transaction, address_id)
        if giver is None:
            raise MissingError("link")
        await storage.merge(self._transaction, giver[0], viewer.person_id, keeps=offer.keeps)
        await self._audit(Action.LINKED, giver[0])
        places = await storage.list_linked(self._transaction, giver[0])
        role = max(offer.role, offer.own_role)
        members = await roles.lock_members(self._transaction) if role > Role.RESIDENT else []
        return Joined(giver[0], offer.name, role, tuple(places), not others_than(members, giver[0]))

    async def wish(self, viewer: Viewer, channel: str) -> list[Linked]:
        """Let this person be told on that channel from now on."""
        place = next((one for one in await self.places(viewer) if one.channel == channel), None)
        if place is None:
            raise MissingError("link")
        await storage.wish(self._transaction, viewer.person_id, place.address_id)
        return await self.places(viewer)

    async def leaving(self, viewer: Viewer) -> Linked:
        """The address that is parted from the others: the role stays with the oldest that has it."""
        places = await self.places(viewer)
        if len(places) < 2:
            raise InvalidError("link-alone")
        keeps = max(places, key=lambda one: (one.role, -one.address_id))
        mine = next((one for one in places if one.address_id == viewer.address_id and one is not keeps), None)
        return mine or next(one for one in reversed(places) if one is not keeps)

    async def part(self, viewer: Viewer) -> Linked:
        """Make two persons of one again; returns the address that left, with no role."""
        await copies.lock_pushes(self._transaction)
        leaves = await self.leaving(viewer)
        await storage.part(self._transaction, viewer.person_id, leaves.address_id, self._context.now)
        await self._audit(Action.PARTED, viewer.person_id)
        return leaves

    async def confirm(self, viewer: Viewer, address_id: int, person_id: int) -> Joined:
        """Let somebody have their whole role at another of their addresses; only a sole admin confirms an own one.

        Raises MissingError where the address is not that person's any more.
        """
        require(viewer, Role.ADMIN)
        members = await roles.lock_members(self._transaction)
        whose = await storage.find_person(self._transaction, address_id)
        if whose is None or whose[0] != person_id or whose[2] is Role.RESIDENT:
            raise MissingError("person")
        _, name, role, _ = whose
        if person_id == viewer.person_id and others_than(members, person_id):
            raise InvalidError("link-own-role")
        await storage.confirm(self._transaction, person_id, address_id)
        await self._audit(Action.LINK_CONFIRMED, viewer.person_id, role=role.code)
        return Joined(person_id, name, role, tuple(await storage.list_linked(self._transaction, person_id)))

    async def _offer(self, viewer: Viewer, address_id: int, token: str) -> Offer:
        giver = await storage.find_person(self._transaction, address_id)
        own = await storage.find_person(self._transaction, viewer.address_id)
        if giver is None or own is None:
            raise MissingError("link")
        person_id, name, role, subscribed = giver
        mine, theirs = [await storage.list_linked(self._transaction, one[0]) for one in (own, giver)]
        given_at = next(one.channel for one in theirs if one.address_id == address_id)
        here = next(one.channel for one in mine if one.address_id == viewer.address_id)
        if person_id == viewer.person_id or given_at == here:
            raise InvalidError("link-same")
        if {one.channel for one in mine} & {one.channel for one in theirs}:
            raise InvalidError("link-taken")
        if await roles.may_come_back(self._transaction, (person_id, own[0]), self._context.now):
            # It comes back to the addresses that had it, which linking would have forgotten.
            raise InvalidError("link-undecided")
        return Offer(address_id, name, here, given_at, subscribed or not own[3], role, own[2], token)

    async def _audit(self, action: Action, person_id: int, **detail: str | int) -> None:
        await audit_storage.insert_audit(
            self._transaction, at=self._context.now, person_id=person_id, action=action, detail=detail
        )

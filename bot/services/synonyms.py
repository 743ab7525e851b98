"""The ward's own words beside those of the table: whoever types one means all of its group."""

from bot.domain.audit import Action
from bot.domain.people import Role, Viewer
from bot.domain.words import fold_words
from bot.errors import InvalidError, MissingError
from bot.services.context import Context, require
from bot.storage import audit as audit_storage
from bot.storage import facts as storage

MOST_GROUPS = 100
MOST_IN_GROUP = 10
MOST_WORDS = 5
"""Words of a phrase: a longer one is found in no question."""
LONGEST = 40

Group = tuple[int, tuple[str, ...]]
"""A group of phrases that mean the same, with its id."""


class Synonyms:
    """Groups of phrases that mean the same."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def groups(self, viewer: Viewer) -> list[Group]:
        """All that the ward has added, for admins."""
        require(viewer, Role.ADMIN)
        return await storage.list_synonyms(self._transaction)

    async def add(self, viewer: Viewer, typed: str) -> tuple[str, ...]:
        """Add a group of phrases parted by commas; one of before that shares a phrase with it becomes part of it."""
        require(viewer, Role.ADMIN)
        phrases = _phrases(typed)
        there = await storage.list_synonyms(self._transaction)
        keys = set(map(fold_words, phrases))
        joined = [(id_, words) for id_, words in there if keys & set(map(fold_words, words))]
        known = {fold_words(word): word for _, words in joined for word in words}
        phrases = (*known.values(), *(one for one in phrases if fold_words(one) not in known))
        if len(phrases) > MOST_IN_GROUP:
            raise InvalidError("synonyms-long", most=MOST_IN_GROUP)
        if len(there) - len(joined) >= MOST_GROUPS:
            raise InvalidError("fact-full", most=MOST_GROUPS)
        for id_, _ in joined:
            await storage.delete_synonyms(self._transaction, id_)
        await storage.insert_synonyms(self._transaction, phrases)
        await self._audit(viewer, Action.SYNONYMS_ADDED, phrases)
        return phrases

    async def remove(self, viewer: Viewer, group_id: int) -> tuple[str, ...]:
        """Take a group away; raises MissingError where there is none."""
        require(viewer, Role.ADMIN)
        there = dict(await storage.list_synonyms(self._transaction))
        if group_id not in there:
            raise MissingError("synonyms")
        await storage.delete_synonyms(self._transaction, group_id)
        await self._audit(viewer, Action.SYNONYMS_REMOVED, there[group_id])
        return there[group_id]

    async def _audit(self, viewer: Viewer, action: Action, phrases: tuple[str, ...]) -> None:
        await audit_storage.insert_audit(
            self._transaction,
            at=self._context.now,
            person_id=viewer.person_id,
            action=action,
            detail={"name": ", ".join(phrases)},
        )


def _phrases(typed: str) -> tuple[str, ...]:
    """The phrases of a line, each once; raises InvalidError unless there are two that can be looked for."""
    first: dict[str, str] = {}
    for one in typed.replace("=", ",").replace(";", ",").split(","):
        phrase = " ".join(one.split())
        if len(phrase.split()) > MOST_WORDS:
            raise InvalidError("synonyms-phrase", most=MOST_WORDS)
        if len(phrase) > LONGEST:
            raise InvalidError("synonyms-letters", most=LONGEST)
        if fold_words(phrase):
            first.setdefault(fold_words(phrase), phrase)
    if len(first) < 2:
        raise InvalidError("synonyms-few")
    return tuple(first.values())

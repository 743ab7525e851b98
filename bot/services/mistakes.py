"""Reports of mistakes: kept, told to the author and the approvers, answered in the chat, never public."""

from bot.domain.audit import Action
from bot.domain.life import APPROVES
from bot.domain.mistakes import ANSWERED_WITHIN, LONGEST_REPORT, MOST_OPEN, REMIND_BEFORE, Mistake
from bot.domain.people import Role, Viewer
from bot.domain.posts import Audience, PostNumber
from bot.domain.words import fold_words
from bot.errors import InvalidError, LateError, MissingError, NotAllowedError, NotInGroupError
from bot.services.answers import Answers
from bot.services.context import Context, require
from bot.storage import audit as audit_storage
from bot.storage import mistakes as storage
from bot.storage import people

SHOWN = 10


class Mistakes:
    """What residents say is wrong, and what officials answer."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def check(self, viewer: Viewer, number: PostNumber) -> None:
        """Let only somebody pass who may report something about this post, before they are asked what."""
        if viewer.group:
            raise NotInGroupError("group")
        await Answers(self._context).read(viewer, number)
        if await storage.count_open_of(self._transaction, viewer.person_id) >= MOST_OPEN:
            raise InvalidError("mistakes-full", most=MOST_OPEN)

    async def report(self, viewer: Viewer, number: PostNumber, typed: str) -> Mistake:
        """Keep what somebody says is wrong in a post that they may see."""
        await self.check(viewer, number)
        words, now = _readable(typed), self._context.now
        post = (await Answers(self._context).read(viewer, number)).post
        due_at = now + ANSWERED_WITHIN
        report_id = await storage.insert_mistake(
            self._transaction,
            post_id=post.id,
            person_id=viewer.person_id,
            words=words,
            now=now,
            due_at=due_at,
            remind_at=due_at - REMIND_BEFORE,
        )
        # Who reported it is nobody's business, the admins' neither.
        await self._note(Action.MISTAKE_REPORTED, None, post.id)
        return await self._load(report_id)

    async def waiting(self, viewer: Viewer) -> tuple[list[Mistake], int]:
        """What waits for an answer, what is due first, and how many more; of others' posts only for who approves."""
        require(viewer, Role.WRITER)
        author_id = None if viewer.role >= APPROVES else viewer.person_id
        found = await storage.list_open(self._transaction, author_id, SHOWN)
        every = await storage.count_open(self._transaction, author_id)
        return found, every - len(found)

    async def answerable(self, viewer: Viewer, report_id: int) -> Mistake:
        """A report that waits, for its post's author and for those who approve."""
        require(viewer, Role.WRITER)
        report = await self._load(report_id)
        if not self._may_answer(viewer, report):
            raise NotAllowedError("withdraw")
        if report.answered_at is not None:
            raise LateError("mistake-answered")
        return report

    async def answer(self, viewer: Viewer, report_id: int, typed: str) -> tuple[Mistake, int | None]:
        """Answer a report; returns it, and the person who is told.

        That is nobody who was erased meanwhile, or who may not see the post any more.
        """
        report = await self.answerable(viewer, report_id)
        now = self._context.now
        await storage.update_mistake(
            self._transaction,
            report.id,
            answer=_readable(typed),
            answered_at=now,
            answered_by=viewer.person_id,
            remind_at=None,
        )
        await self._note(Action.MISTAKE_ANSWERED, viewer, report.post_id)
        who = await people.find_official(self._transaction, report.person_id or 0)
        may_see = who is not None and (report.number.audience is Audience.EVERYONE or who.sees_cadre_posts)
        return await self._load(report_id), report.person_id if may_see else None

    async def due(self) -> list[int]:
        """Reports about which officials are to be told once more: before they are due, and when they are."""
        return list(await storage.list_to_remind(self._transaction, self._context.now))

    async def remind(self, report_id: int) -> Mistake | None:
        """A report that is to be told of once more; None where it was answered meanwhile."""
        report = await storage.lock_mistake(self._transaction, report_id)
        now = self._context.now
        if report is None or report.answered_at is not None or report.remind_at is None or report.remind_at > now:
            return None
        again = report.due_at if report.due_at > now else None
        await storage.update_mistake(self._transaction, report.id, remind_at=again)
        return report

    def _may_answer(self, viewer: Viewer, report: Mistake) -> bool:
        return viewer.role >= APPROVES or report.author_id == viewer.person_id

    async def _load(self, report_id: int) -> Mistake:
        report = await storage.lock_mistake(self._transaction, report_id)
        if report is None:
            raise MissingError("mistake")
        return report

    async def _note(self, action: Action, viewer: Viewer | None, post_id: int) -> None:
        await audit_storage.insert_audit(
            self._transaction,
            at=self._context.now,
            person_id=viewer.person_id if viewer else None,
            action=action,
            post_id=post_id,
            detail={},
        )


def _readable(typed: str) -> str:
    words = " ".join(typed.split())
    if not fold_words(words):
        raise InvalidError("words")
    if len(words) > LONGEST_REPORT:
        raise InvalidError("words-long", most=LONGEST_REPORT)
    return words

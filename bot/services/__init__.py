"""Use cases, each inside the one transaction it is given. Every right is checked here, never above."""

from dataclasses import dataclass

from bot.services.answers import Answers
from bot.services.attachments import Attachments
from bot.services.audience import Audiences
from bot.services.audit import Audit
from bot.services.broadcasts import Broadcasts
from bot.services.context import Context
from bot.services.corrections import Corrections
from bot.services.digests import Digests
from bot.services.dispatches import Dispatches
from bot.services.drafts import Posts
from bot.services.facts import Facts
from bot.services.history import History
from bot.services.links import Links
from bot.services.measuring import Measuring
from bot.services.mistakes import Mistakes
from bot.services.papers import Papers
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.publishing import Publishing
from bot.services.reminders import Reminders
from bot.services.results import Results
from bot.services.search import Search
from bot.services.shelves import Shelves
from bot.services.stats import Statistics
from bot.services.subscriptions import Subscriptions
from bot.services.synonyms import Synonyms
from bot.services.target_edits import TargetEdits
from bot.services.targets import Targets
from bot.services.upcoming import Upcoming
from bot.services.ward import Ward


@dataclass(frozen=True, slots=True)
class Services:
    """All use cases on one transaction."""

    answers: Answers
    attachments: Attachments
    audience: Audiences
    audit: Audit
    broadcasts: Broadcasts
    corrections: Corrections
    digests: Digests
    dispatches: Dispatches
    facts: Facts
    history: History
    links: Links
    measuring: Measuring
    mistakes: Mistakes
    papers: Papers
    people: People
    posts: Posts
    privacy: Privacy
    publishing: Publishing
    reminders: Reminders
    results: Results
    search: Search
    statistics: Statistics
    shelves: Shelves
    subscriptions: Subscriptions
    synonyms: Synonyms
    target_edits: TargetEdits
    targets: Targets
    upcoming: Upcoming
    ward: Ward

    @classmethod
    def on(cls, context: Context) -> "Services":
        """Bind every use case to one transaction."""
        return cls(
            Answers(context),
            Attachments(context),
            Audiences(context),
            Audit(context),
            Broadcasts(context),
            Corrections(context),
            Digests(context),
            Dispatches(context),
            Facts(context),
            History(context),
            Links(context),
            Measuring(context),
            Mistakes(context),
            Papers(context),
            People(context),
            Posts(context),
            Privacy(context),
            Publishing(context),
            Reminders(context),
            Results(context),
            Search(context),
            Statistics(context),
            Shelves(context),
            Subscriptions(context),
            Synonyms(context),
            TargetEdits(context),
            Targets(context),
            Upcoming(context),
            Ward(context),
        )

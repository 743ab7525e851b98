"""Which command somebody's own words ask for."""

from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.understanding import Intent, Meaning

_COMMANDS = {
    Meaning.STOP: "unsubscribe",
    Meaning.START: "subscribe",
    Meaning.PRIVACY: "privacy",
    Meaning.LATEST: "latest",
    Meaning.TARGETS: "targets",
    Meaning.VERIFY: "verify",
    Meaning.TOPICS: "topics",
    Meaning.AREAS: "areas",
    Meaning.HELP: "help",
}
_OF_OFFICIALS = {Meaning.WITHDRAW: "withdraw", Meaning.CORRECT: "correct", Meaning.MISTAKE: "correct"}

_ANY_GUIDE = frozenset(["xem", "doc", "cac", "nhung", "bai", "viet", "huong", "dan", "cua", "phuong", "co", "gi"])
"""Words that say nothing of what a guide should be about."""


def wish(meant: Intent, role: Role, text: str) -> tuple[str, str] | None:
    """The command by its first name and what stands behind it; None where no command does what is meant."""
    number = str(meant.number) if meant.number else ""
    if meant.meaning is Meaning.APPROVE and role >= Role.WRITER:
        return "drafts", ""
    if meant.meaning is Meaning.OPEN and number:
        return "read", number
    if meant.meaning in _OF_OFFICIALS and role >= Role.WRITER and (number or not meant.words):
        return _OF_OFFICIALS[meant.meaning], number
    if meant.meaning is Meaning.MISTAKE and number:
        return "mistake", number
    if meant.meaning is Meaning.GUIDES and _ANY_GUIDE.issuperset(fold_words(meant.words).split()):
        return "guides", ""
    if meant.meaning is Meaning.CONTACTS:
        return "contacts", meant.words
    if meant.meaning is Meaning.CHART:
        return "chart", meant.words
    if meant.meaning is Meaning.UPCOMING:
        return "upcoming", text
    if meant.meaning is Meaning.HELP and "lenh" in fold_words(text).split():
        return "help", "tất cả"
    name = _COMMANDS.get(meant.meaning)
    return (name, "") if name else None

"""The table of sentences: what each should be understood as, and whether it is."""

from dataclasses import dataclass
from pathlib import Path

from bot.domain.words import fold_words
from bot.understanding import Intent, Meaning, understand

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of a table."""

    text: str
    wanted: tuple[str, ...]
    words: str | None
    trap: bool


def sentences(name: str) -> list[Sentence]:
    """The lines of a table, in order."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [_sentence(line) for line in lines if "|" in line and not line.startswith("#")]


def _sentence(line: str) -> Sentence:
    told, _, text = line.partition("|")
    wanted, _, words = told.removeprefix("!").partition("=")
    choices = tuple(choice.strip() for choice in wanted.split(" or "))
    return Sentence(text.strip(), choices, words.strip() or None, told.startswith("!"))


def is_right(sentence: Sentence, intent: Intent) -> bool:
    """Whether a sentence is understood as one of the answers that are right for it."""
    if not any(_fits(choice, intent) for choice in sentence.wanted):
        return False
    return sentence.words is None or fold_words(intent.words) == fold_words(sentence.words)


def _fits(choice: str, intent: Intent) -> bool:
    meaning, *details = choice.split()
    if intent.meaning != meaning:
        return False
    if meaning == Meaning.QUESTION:
        return set(details) <= set(intent.asks)
    if meaning == Meaning.EMERGENCY:
        return set(details) == set(intent.calls)
    if not details:
        return True
    return details == [str(intent.span or intent.number)]


def wrong(name: str) -> list[tuple[Sentence, Intent]]:
    """The sentences of a table that are not understood, and as what they are taken."""
    found = [(sentence, understand(sentence.text)) for sentence in sentences(name)]
    return [(sentence, intent) for sentence, intent in found if not is_right(sentence, intent)]

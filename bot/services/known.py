"""Which of the ward's own facts answer a question: pure, over the few that there are."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from bot.domain.facts import Answer, Contact
from bot.domain.views import Known
from bot.domain.words import fold_words
from bot.services.ranking import Text
from bot.services.terms import Groups, Term, spaced, terms_of
from bot.understanding import understand

MOST_CONTACTS = 3
ENOUGH = 0.5
"""The part of a common question's own words that somebody must have said before its answer is theirs."""
MOST_OF_IT = 0.66
"""The part of a question's words that a known phrase must be before it is all that counts."""
LEAST_WORDS = 2
"""Fewer words than these are in too many questions to be one."""

_ASKS_TO_CALL = re.compile(
    r"\b(?:so dien thoai|dien thoai|duong day nong|tong dai|hotline|sdt|dt|danh ba|so may|lien he|lien lac|dia chi|gio"
    r"|lam viec|lich|mo cua|dong cua|tru so|zalo|facebook|email|thu may|thu bay|chu nhat|so"
    r"|goi dien(?! luc)(?: thoai)?|goi|gap|tim|kiem|hoi|cho"
    r"|xin|can|khi|ai|dau|nao|may|dia|chi|khong|co|va|thi|lam|on|voi|nghi|phuong|(?<!mot )cua|o"
    r"|uy ban nhan dan|uy ban|ubnd)\b"
)
"""Words with which people ask for a number, an address or an hour, and that say nothing of whose."""


_HOURS = frozenset(
    [
        *("mo", "mo cua", "dong", "dong cua", "cua", "lam", "lam viec", "nghi", "truc", "hoat dong"),
        *("buoi", "ngay", "ban", "ban dem", "sang", "trua", "chieu", "toi", "dem"),
    ]
)
"""Folded words with which people ask when something is open."""
_PLACE = re.compile(r" (?:phuong|xa|thi tran)\b.*$")


def called(words: str) -> str:
    """Whom or what somebody wants to call, out of their words; nothing where it is the ward itself."""
    said = spaced(words).split()
    marked = _ASKS_TO_CALL.sub(lambda found: " ".join("_" for _ in found[0].split()), fold_words(" ".join(said)))
    return " ".join(word for word, mark in zip(said, marked.split(), strict=False) if mark != "_")


def without_hours(terms: Sequence[Term]) -> Sequence[Term]:
    """What is asked for without the words that ask when it is open: "trạm y tế mở" is about the station."""
    return [one for one in terms if one.folded[0] not in _HOURS] or terms


def spoken_of(contacts: Sequence[Contact], words: str) -> list[Contact]:
    """Those whose names stand among some words; the kind of the place behind a name may be missing."""
    said = f" {fold_words(words)} "
    return [one for one in contacts if f" {_PLACE.sub('', fold_words(one.name))} " in said]


def known_of(
    contacts: Sequence[Contact],
    answers: Sequence[Answer],
    question: str,
    terms: Sequence[Term],
    today: date,
    own: Groups,
) -> Known:
    """What the ward's own facts say to a question, whose terms these are."""
    named = [one for one in contacts if _is_about(_text(one.name), question, terms)]
    about = {one.id: _text(f"{one.name}\n{one.matters}\n{one.hours}") for one in contacts}
    others = [one for one in contacts if one not in named]
    meant = [
        one
        for one in others
        if (_says_enough(terms) and _is_about(about[one.id], question, terms)) or _is_for(about[one.id], terms)
    ]
    answer = _answer_for(answers, question, terms, own)
    sure = answer is None or answer.is_sure(today)
    return Known(answer, sure, tuple((*named, *meant)[:MOST_CONTACTS]), bool(named))


def _is_about(text: Text, question: str, terms: Sequence[Term]) -> bool:
    """Whether it says all that is asked, or the very words; one syllable stands in too many names."""
    if not terms or (len(text.bare.split()) > LEAST_WORDS and _is_one_syllable(terms)):
        return False
    return all(map(text.says, terms)) or (" " in question.strip() and text.holds(fold_words(question)))


def _is_one_syllable(terms: Sequence[Term]) -> bool:
    return len(terms) == 1 and not terms[0].same and len(terms[0].words) == 1


def _says_enough(terms: Sequence[Term]) -> bool:
    """Whether a question is more than one syllable without accents: "can" is in "căn cước"."""
    return len(terms) > 1 or any(one.is_exact or len(one.words) > 1 for one in terms)


def _is_for(text: Text, terms: Sequence[Term]) -> bool:
    """Whether it says a phrase that has others of the same meaning, which is most of what is asked."""
    # What is known by a short form ("BHYT") says as much as the phrase that it is short for.
    weights = [max(len(one.words), LEAST_WORDS if one.same else 1) for one in terms]
    known = sum(weight for weight, one in zip(weights, terms, strict=True) if one.same and text.says(one))
    return known >= LEAST_WORDS and known >= MOST_OF_IT * sum(weights)


def _answer_for(answers: Sequence[Answer], question: str, terms: Sequence[Term], own: Groups) -> Answer | None:
    """The answer whose question, in one of its forms, is nearest to what is asked."""
    asked = Text(question)
    found = [(max(_nearness(form, asked, terms, own) for form in forms_of(one)), one) for one in answers]
    best = max(found, key=lambda each: each[0], default=None)
    return best[1] if best is not None and best[0] > 0 else None


def _nearness(form: str, asked: Text, terms: Sequence[Term], own: Groups) -> float:
    """How much of a form was asked; nothing unless all that was asked stands in it, or all of it was asked."""
    said = [_text(form).says(term) for term in terms]
    if not any(said):
        return 0.0
    # What the form itself looks for is dear to find out, and needed of few.
    parts = _parts(form, own)
    heard = [any(map(asked.holds, term.folded)) for term in parts]
    weights = [len(term.typed.split()) for term in parts]
    part = sum(weight for weight, is_heard in zip(weights, heard, strict=True) if is_heard) / sum(weights)
    whole = all(heard) and sum(weights) >= LEAST_WORDS
    return part if whole or (all(said) and part >= ENOUGH) else 0.0


@lru_cache(maxsize=4096)
def _text(fact: str) -> Text:
    """A text of the ward's facts to look through: the same few are asked for every question."""
    return Text(fact)


@lru_cache(maxsize=4096)
def _parts(form: str, own: Groups) -> tuple[Term, ...]:
    """What a form of a question looks for."""
    return terms_of(understand(form).words or form, own)


def forms_of(one: Answer) -> list[str]:
    """The ways in which a question is asked: its own words, and those that its author gave."""
    return [form.strip() for form in (one.question, *re.split(r"[,;\n]", one.words)) if fold_words(form)]

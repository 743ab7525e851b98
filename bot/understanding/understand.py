"""One door: what a message means. Pure, from tables that people can read; the same text always means the same."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from bot.domain.posts import Audience, PostNumber
from bot.understanding import asks, complaints, dangers, days, excuses, frauds, officials, phrases, words
from bot.understanding.intent import Ask, Intent, Meaning, Span
from bot.understanding.patterns import Found, Table, Token, singly
from bot.understanding.tokens import cut

MOST_WORDS = 60
"""A longer message is a text that somebody pasted; it is searched for, and is no wish."""
MOST_OF_A_CRY = 3000
"""Characters of a long message in which a cry for help is looked for."""
MOST_POSTS = 9999
"""No ward has published more: a larger number alone is none of a post."""
MOST_IN_A_WISH = 25
"""A wish is short; what is longer is a text or a complaint, in which only an emergency is still looked for."""

_WISHES = (
    (Meaning.PRIVACY, phrases.PRIVACY),
    (Meaning.TOPICS, phrases.TOPICS),
    (Meaning.WITHDRAW, officials.WITHDRAW),
    (Meaning.CORRECT, officials.CORRECT),
    (Meaning.MISTAKE, officials.MISTAKE),
    (Meaning.START, phrases.RECEIVES_NOTHING),
    (Meaning.STOP, phrases.STOP),
    (Meaning.START, phrases.START),
    (Meaning.TOPICS, phrases.TOPICS_LESS),
    (Meaning.APPROVE, officials.APPROVE),
    (Meaning.OPEN, phrases.OPEN),
    (Meaning.LATEST, phrases.LATEST),
    (Meaning.CHART, phrases.CHART),
    (Meaning.TARGETS, phrases.TARGETS),
    (Meaning.VERIFY, phrases.VERIFY),
    (Meaning.HELP, phrases.HELP),
    (Meaning.CONTACTS, phrases.CONTACTS),
    (Meaning.GUIDES, phrases.GUIDES),
    (Meaning.AREAS, phrases.AREAS),
)
_ABOUT = (
    (Meaning.WITHDRAW, officials.WITHDRAW_ABOUT),
    (Meaning.CORRECT, officials.CORRECT_ABOUT),
    (Meaning.OPEN, phrases.OPEN_ABOUT),
)
_COVERED = (
    (Meaning.STOP, phrases.STOP_SIGNS, phrases.STOP_BESIDE),
    (Meaning.START, phrases.START_SIGNS, phrases.START_BESIDE),
    (Meaning.LATEST, phrases.LATEST_SIGNS, phrases.LATEST_BESIDE),
    (Meaning.HELP, phrases.HELP_SIGNS, phrases.HELP_BESIDE),
    (Meaning.AREAS, phrases.AREAS_SIGNS, phrases.AREAS_BESIDE),
    (Meaning.PRIVACY, phrases.PRIVACY_SIGNS, phrases.PRIVACY_BESIDE),
)
"""What is meant by a message of nothing else than the words of a wish, in whatever order."""

_SMALL = (
    (Meaning.CANCEL, phrases.CANCEL),
    (Meaning.THANKS, phrases.THANKS),
    (Meaning.GREETING, phrases.GREETING),
    (Meaning.ACK, phrases.ACK),
    (Meaning.ABUSE, complaints.ABUSE),
)
_ASKS = (
    (Ask.WHEN, asks.ASKS_WHEN),
    (Ask.WHERE, asks.ASKS_WHERE),
    (Ask.HOW, asks.ASKS_HOW),
    (Ask.NUMBER, asks.ASKS_NUMBER),
    (Ask.YES_NO, asks.ASKS_YES_NO),
)
_SENTENCE_END = re.compile(r"[.!?;\n]+")
_GENERIC = """
gì
sự_kiện/hoạt_động/việc/lịch/chương_trình/cuộc/buổi/lễ_hội/hội/lễ/cuộc_vui/gì_vui/vui/tin/thông_báo/diễn_ra/tổ_chức/có/không/nào/chưa
"""
_KEEP_WITH_MEANING = {
    *(Meaning.CONTACTS, Meaning.GUIDES, Meaning.PRIVACY, Meaning.AREAS, Meaning.TOPICS, Meaning.START, Meaning.CHART)
}


@cache
def _table(text: str) -> Table:
    return Table(text)


@cache
def _close_table(text: str) -> Table:
    return Table(text, close=True)


def understand(text: str) -> Intent:
    """What a message means, whoever sent it; what that person may do is decided by who asks. Never raises."""
    tokens, personal = cut(text)
    if not tokens:
        return Intent(Meaning.QUESTION if personal else Meaning.NOTHING, personal=personal)
    if len(tokens) > MOST_WORDS:
        return _long_cry(text[:MOST_OF_A_CRY], personal) or _question(tokens[:MOST_WORDS], personal)
    meant = _emergency(tokens, personal) or _understood(tokens, personal)
    halts = len(tokens) <= MOST_IN_A_WISH and _is_covered(tokens, officials.HALT_SIGNS, officials.HALT_BESIDE)
    return replace(meant, halts=True) if halts else meant


def names_a_date(text: str) -> bool:
    """Whether a text names a day of the calendar: "ngày 5", "28/11", "28.11"; "hẻm 3/12" is an address."""
    return days.has_date(cut(text)[0])


def _understood(tokens: Sequence[Token], personal: bool) -> Intent:
    """What a message means in which nobody is in danger."""
    if len(tokens) > MOST_IN_A_WISH:
        return _question(tokens, personal)
    opened = _lone_number(tokens)
    if opened is not None:
        return opened
    small = _small_talk(tokens)
    if small is not None and not personal:
        return small
    wish = _wish(tokens, personal)
    if wish is not None:
        return wish
    question = _question(tokens, personal)
    return _upcoming(tokens, question) or question


def _lone_number(tokens: Sequence[Token]) -> Intent | None:
    """Nothing but a number: lists show the number of each post."""
    said = [token for token in tokens if not token.idle]
    if len(said) == 1 and said[0].low.isascii() and said[0].low.isdigit() and 0 < int(said[0].low) <= MOST_POSTS:
        return Intent(Meaning.OPEN, number=PostNumber(Audience.EVERYONE, int(said[0].low)))
    return None


# --- emergencies -----------------------------------------------------------------------------------------------


def _emergency(tokens: Sequence[Token], personal: bool) -> Intent | None:
    lured = _table(frauds.LURES).first(tokens) and not _table(frauds.NO_LURE).first(tokens)
    if lured and not _table(frauds.SCAMS).first(tokens):
        # Nobody is hurt, whatever the caller says of somebody's child.
        return Intent(Meaning.EMERGENCY, _joined(_once(tokens)), personal=personal, cheated=True)
    innocent = {place for found in _close_table(excuses.INNOCENT).find(tokens) for place in found.hits}
    heard = [token for place, token in enumerate(tokens) if place not in innocent]
    bleeding = {place for found in _table(excuses.NO_FIRE).find(heard) for place in found.hits}
    told = [
        (call, found)
        for call, table in dangers.DANGERS.items()
        for found in _table(table).find(heard)
        if call != "114" or not bleeding & set(found.hits)
    ]
    calls = _likeliest(told)
    if not calls and _table(dangers.NUMBERS).first(heard) and not _table(excuses.WHICH_NUMBER).first(tokens):
        calls = _called(heard)
    elif told and not _is_now(tokens, heard, told):
        return None
    if not calls or (_table(excuses.EXCUSES).first(tokens) and not _table(excuses.URGENT).first(tokens)):
        return None
    numbers = tuple(dict.fromkeys(number for call in calls for number in call.split()))
    return Intent(
        Meaning.EMERGENCY,
        _joined(_once(tokens)),
        calls=numbers,
        place=_place(tokens),
        personal=personal,
        cheated=numbers == ("113",) and _table(frauds.SCAMS).first(heard) is not None,
    )


def _long_cry(text: str, personal: bool) -> Intent | None:
    """Somebody in danger tells all that happened: looked for in each sentence, where one of them cries for help.

    A notice about fires tells of danger too, but cries for nobody, and names its day. Whoever pleads for himself may
    name one too ("từ hôm 29/11"): a day speaks only against its own sentence then.
    """
    cuts = (cut(one)[0] for one in _SENTENCE_END.split(text))
    pieces = [one[at : at + MOST_IN_A_WISH] for one in cuts for at in range(0, len(one), MOST_IN_A_WISH)]
    pleads = any(map(_table(excuses.PLEAS).first, pieces))
    if any(map(days.has_date, pieces)):
        if not pleads or any(map(_table(excuses.TOLD).first, pieces)):
            return None
        pieces = [one for one in pieces if _table(excuses.PLEAS).first(one) or not days.has_date(one)]
    elif not pleads and not any(map(_table(excuses.CRIES).first, pieces)):
        return None
    found = [one for piece in pieces if (one := _emergency(piece, personal)) is not None]
    if not found:
        return None
    # The cry for help names all three; what happened names whom to call.
    telling = [one for one in found if len(one.calls) < 3] or found
    calls = tuple(dict.fromkeys(call for one in telling for call in one.calls))
    return replace(found[0], calls=calls, place=next((one.place for one in found if one.place), ""))


def _likeliest(told: Sequence[tuple[str, Found]]) -> list[str]:
    """Whom to call: what is said outright before hints, and the cry for help only where nothing else is said."""
    outright = [call for call, found in told if not found.hint]
    calls = list(dict.fromkeys(outright or [call for call, _ in told]))
    return [call for call in calls if call.count(" ") < 2] or calls


def _is_now(tokens: Sequence[Token], heard: Sequence[Token], told: Sequence[tuple[str, Found]]) -> bool:
    """Whether it happens: said outright, or a hint that stands alone, or with a word that it is here and now."""
    if any(not found.hint for _, found in told) or _table(excuses.NOW).first(tokens):
        return True
    hits = {place for _, found in told for place in found.hits}
    return not any(place not in hits and not token.idle for place, token in enumerate(heard))


_CALLED = {"113": "113", "114": "114", "115": "115", "112": "114", "111": "113"}


def _called(tokens: Sequence[Token]) -> list[str]:
    numbers = [_CALLED[token.low] for token in tokens if token.low in _CALLED]
    named = {"cuu hoa": "114", "cap cuu": "115", "cuu thuong": "115", "cong an": "113"}
    bare = " ".join(token.bare for token in tokens)
    return numbers or [number for name, number in named.items() if name in bare]


def _once(tokens: Sequence[Token]) -> list[Token]:
    """The words without those that panic repeats."""
    first: dict[str, Token] = {}
    for token in tokens:
        first.setdefault(token.low, token)
    return list(first.values())


def _place(tokens: Sequence[Token]) -> str:
    found = _table(words.PLACES).first(tokens)
    return _joined(tokens[found.start :]) if found else ""


# --- wishes ----------------------------------------------------------------------------------------------------


def _wish(tokens: Sequence[Token], personal: bool) -> Intent | None:
    if _table(phrases.NO_WISH).first(tokens):
        return None
    tokens = _asking_idle(tokens)
    for meaning, table in _WISHES:
        found = _table(table).first(tokens)
        if found is None or (meaning is Meaning.LATEST and _table(words.SOME_PLACE).first(tokens)):
            continue
        number = _post_number(tokens, found)
        behind = {Meaning.GUIDES: found.start, Meaning.CHART: found.end}
        about = tokens[behind.get(meaning, 0) :]
        kept = _searched(about) if meaning in _KEEP_WITH_MEANING else ""
        return Intent(meaning, kept, number=number, personal=personal)
    for meaning, signs, others in _COVERED:
        if _is_covered(tokens, signs, others):
            return Intent(meaning, _searched(tokens) if meaning in _KEEP_WITH_MEANING else "", personal=personal)
    for meaning, table in _ABOUT:
        found = _table(table).first(tokens)
        rest = tokens[found.end :] if found else []
        if found and any(not token.idle for token in rest):
            return Intent(meaning, _searched(rest), personal=personal)
    return None


def _is_covered(tokens: Sequence[Token], signs: str, others: str) -> bool:
    """Whether a message holds one of the signs, and beside them nothing but the words that go with them."""
    signed = {place for found in _table(signs).find(tokens) for place in found.hits}
    beside = {place for found in _table(others).find(tokens) for place in found.hits}
    return bool(signed) and all(token.idle or place in signed | beside for place, token in enumerate(tokens))


def _asking_idle(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words with those that only ask how or whether made idle: "tắt thông báo thì làm thế nào" is a wish."""
    tables = (asks.ASKS_HOW, asks.ASKS_YES_NO)
    hits = {place for table in tables for found in _table(table).find(tokens) if found.start for place in found.hits}
    return [replace(token, idle=True) if place in hits else token for place, token in enumerate(tokens)]


def _post_number(tokens: Sequence[Token], found: Found) -> PostNumber | None:
    if found.number is None:
        return None
    series = (
        Audience.CADRES
        if any(tokens[place].bare == "cb" for place in range(found.start, found.end))
        else Audience.EVERYONE
    )
    return PostNumber(series, found.number)


def _small_talk(tokens: Sequence[Token]) -> Intent | None:
    """Thanks, greetings and the like, where the message says nothing else."""
    tokens = _once(tokens)
    first: Meaning | None = None
    covered: set[int] = set()
    for meaning, table in _SMALL:
        hits = {place for found in _table(table).find(tokens) for place in found.hits}
        covered |= hits
        if hits and first is None:
            first = meaning
    rest = [token for place, token in enumerate(tokens) if place not in covered and not token.idle]
    return Intent(first) if first is not None and not rest else None


# --- questions -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _asking(tokens: tuple[Token, ...]) -> tuple[tuple[Ask, tuple[Found, ...]], ...]:
    """Where each thing is asked for: needed twice, and dear where every word may begin "có … không"."""
    return tuple((ask, tuple(_table(table).find(tokens))) for ask, table in _ASKS)


def _question(tokens: Sequence[Token], personal: bool) -> Intent:
    wanted: list[tuple[int, Ask]] = []
    known: set[int] = set()
    asking = _asking(tuple(tokens))
    every = [set(one.hits) for _, there in asking for one in there]
    for ask, there in asking:
        # "mấy" asks for a number, but not in "mấy giờ"; "thế nào" asks how, but not in "tình hình … thế nào".
        whole = (one for one in there if not any(set(one.hits) < larger for larger in every))
        found = next((one for one in whole if not known.issuperset(one.hits)), None)
        if found is not None:
            wanted.append((found.start, ask))
            known |= set(found.hits)
    day = days.day_of(tokens)
    calls = ("115",) if _table(excuses.MEDICAL_PLACE).first(tokens) else ()
    asked = tuple(ask for _, ask in sorted(wanted, key=lambda one: one[0]))
    return Intent(
        Meaning.QUESTION,
        _searched(tokens),
        asked,
        span=days.span_of(tokens) or (Span.TODAY if _table(words.OUT_NOW).first(tokens) else None),
        on=day[0] if day else None,
        calls=calls,
        personal=personal,
        # Who asks how much a noisy neighbour pays wants the number.
        complains=len(tokens) <= MOST_IN_A_WISH
        and Ask.NUMBER not in asked
        and any(_table(table).first(tokens) for table in (complaints.UNDONE, complaints.COMPLAINT)),
    )


def _upcoming(tokens: Sequence[Token], question: Intent) -> Intent | None:
    """A question about some days and nothing else: "tuần này có gì", "thứ bảy có họp gì không"."""
    if (question.span is None and question.on is None) or question.span is Span.YESTERDAY:
        return None
    kept = days.kept_places(tokens)
    said = days.named_places(tokens) | (
        {place for found in _table(_GENERIC).find(tokens) for place in found.hits} - kept
    )
    rest = [token for place, token in enumerate(tokens) if place not in said and (not token.idle or place in kept)]
    if all(token.bare in ("hop", "ngay") for token in rest):
        meeting = [token for token in rest if token.bare == "hop"]
        return Intent(Meaning.UPCOMING, _joined(meeting), question.asks, span=question.span, on=question.on)
    return None


def _searched(tokens: Sequence[Token]) -> str:
    """The words that a search is for: without those that ask, please, or name a day."""
    kept = days.kept_places(tokens)
    asked = {place for _, there in _asking(tuple(tokens)) for found in there for place in found.hits}
    gone = asked - kept
    gone |= days.named_places(tokens)
    talk = (phrases.THANKS, phrases.GREETING, complaints.UNDONE) if len(tokens) <= MOST_IN_A_WISH else ()
    small = (words.POLITE, asks.ASKS_ELSE, singly(words.DROPPED), *talk)
    gone |= {
        place for table in small for found in _table(table).find(tokens) for place in found.hits if place not in kept
    }
    purpose = _table(words.PURPOSE).first(tokens)
    if purpose is not None and any(place not in gone for place in range(purpose.start)):
        gone |= set(range(purpose.start, len(tokens)))
    left = [token for place, token in enumerate(tokens) if place not in gone]
    if asked and not left:
        # "Ở đâu vậy" asks, and does not say what about.
        return ""
    return _joined(left or [token for token in tokens if not token.idle] or tokens)


def _joined(tokens: Sequence[Token]) -> str:
    return " ".join(token.shown for token in tokens)

"""What people see: it fits, everything that people wrote is escaped, and every sentence is Vietnamese."""

import ast
import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot import cards
from bot.cards import refusals
from bot.cards.posts import PUSH_UNITS
from bot.domain.asked import AskedPeriod
from bot.domain.attachments import MOST_FILES, MOST_TOTAL, Attachment
from bot.domain.audit import Action, Entry
from bot.domain.delivery import DispatchKind, Recipients
from bot.domain.drafts import Accepted, DraftView, Reach
from bot.domain.figures import Figure, Tally, Warning, WarningCode
from bot.domain.history import Erratum, Moved, Reached
from bot.domain.people import Choice, Member, Role
from bot.domain.periods import months
from bot.domain.posts import Audience, Correction, Kind, Post, PostNumber, PostState, Said
from bot.domain.reading import Reading
from bot.domain.results import ResultsPage, Told
from bot.domain.roles import Asked, Decided, Revoked
from bot.domain.views import Errata, Found, HistoryView, Page, PostPage, PostView, SourcedFigure, TargetsView, WardInfo
from bot.domain.when_lines import WhenLines
from bot.errors import RefusedError
from bot.messages.capabilities import CAPTION_UNITS
from bot.messages.markup import plain, utf16_units, worded
from bot.messages.message import MOST_DATA_BYTES, Reply
from tests.examples import examples

ROOT = Path(__file__).parents[2]
EVIL = "<b>&\"'</i><script>"
WRITTEN = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(["👨‍👩‍👧‍👦" * 30, EVIL, "nghị quyết " * 40, "\n\n", "x" * 400]),
)
TITLES = WRITTEN.map(lambda text: (" ".join(text.split()) or "Thông báo")[:300])
MOMENTS = st.integers(0, 4_000_000_000).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=2)
FIGURES = st.builds(
    Figure,
    quote=WRITTEN,
    label=WRITTEN,
    value=NUMBERS,
    unit=st.none() | st.sampled_from(["%", "đồng", "hộ", "đồng/người/năm", EVIL]),
    of=st.none() | NUMBERS,
    comparison=st.none() | st.sampled_from(["đạt", "vượt"]),
    period=st.none() | st.sampled_from(["2022", "6 tháng đầu năm 2023", "nhiệm kỳ 2020-2025"]),
    is_target=st.booleans(),
)
READINGS = st.builds(
    Reading,
    kind=st.sampled_from(Kind),
    title=TITLES,
    figures=st.lists(FIGURES, max_size=30).map(tuple),
    tally=st.none() | st.builds(Tally, st.integers(0, 99), st.integers(1, 99)),
    summary=st.lists(WRITTEN.map(lambda text: text * 8), max_size=3).map(tuple),
    date_as_written=st.none() | WRITTEN,
    warnings=st.lists(
        st.builds(
            Warning,
            st.sampled_from(WarningCode),
            st.lists(WRITTEN, min_size=1, max_size=5).map(tuple),
            st.just("") | WRITTEN,
        ),
        max_size=30,
    ).map(tuple),
)
ITEMS = st.lists(WRITTEN.filter(str.strip), max_size=7).map(tuple)
WHENS = st.builds(WhenLines, time=ITEMS, place=ITEMS, area=ITEMS, people=ITEMS, todo=ITEMS)
POSTS = st.builds(
    Post,
    place=st.none() | WRITTEN,
    starts_at=st.none() | MOMENTS,
    ends_at=st.none() | MOMENTS,
    when=WHENS,
    id=st.integers(1, 2**62),
    number=st.none() | st.builds(PostNumber, st.sampled_from(Audience), st.integers(1, 999_999_999)),
    audience=st.sampled_from(Audience),
    state=st.just(PostState.PUBLISHED),
    urgent=st.booleans(),
    code=st.just("A2B3"),
    author_id=st.none(),
    revision_id=st.integers(1, 2**62),
    revision=st.integers(1, 9999),
    kind=st.sampled_from(Kind),
    title=TITLES,
    body=st.one_of(WRITTEN, WRITTEN.map(lambda text: text * 50), st.just("Mỹ Bình. " * 3000)),
    organisation=st.none() | WRITTEN,
    event_date=st.none() | st.dates(),
    date_as_written=st.none() | WRITTEN,
    summary=st.just(()),
    topics=st.lists(WRITTEN, max_size=8).map(tuple),
    created_at=MOMENTS,
    updated_at=MOMENTS,
    published_at=MOMENTS,
)
WARDS = st.builds(WardInfo, TITLES.map(lambda name: name[:60]), TITLES)
# The service cuts names of files.
FILES = st.builds(
    Attachment,
    st.integers(1, 10**12),
    st.just("a1b2c3d4e5f6"),
    WRITTEN.map(lambda name: f"{name[:80]}.docx"),
    st.integers(1, MOST_TOTAL),
    photo=st.booleans(),
    position=st.integers(0, 10),
    source=st.booleans(),
)
VIEWS = st.builds(PostView, POSTS, READINGS, WARDS, st.lists(FILES, max_size=MOST_FILES).map(tuple))


def check(reply: Reply) -> None:
    """No markup but ours, closed in order; data of every button as short as a chat can keep."""
    for buttons in (True, False):
        check_text(str(worded(reply.text, buttons=buttons, files=buttons)))
    for row in reply.buttons:
        for button in row:
            assert 1 <= len(button.data.encode()) <= MOST_DATA_BYTES
            assert button.label.strip()


def check_text(text: str) -> None:
    opened: list[str] = []
    for close, name in re.findall(r"<(/?)([a-z]+)[^>]*>", text):
        assert name in ("b", "i", "s")
        if close:
            assert opened.pop() == name
        else:
            opened.append(name)
    assert not opened
    assert not re.search(r"&(?!(amp|lt|gt|quot|#34|#39);)", text)


@examples(120)
@given(VIEWS)
def test_a_push_fits_one_message_whatever_the_post_is(view: PostView) -> None:
    for photos in (True, False):
        push = cards.posts.push(view, photos=photos)
        assert utf16_units(plain(push.text)) <= (CAPTION_UNITS if push.file else PUSH_UNITS)
        assert (push.file is not None) == (photos and any(one.photo for one in view.attachments))
        check(push)


@examples(120)
@given(VIEWS, st.lists(WRITTEN, max_size=30).map(tuple), WRITTEN, st.sampled_from([*PostState]))
def test_what_stands_under_a_photo_fits_there_whatever_became_of_the_post(
    view: PostView, changes: tuple[str, ...], closing: str, state: PostState
) -> None:
    view = replace(view, post=replace(view.post, changes=changes, closing=Said(closing), state=state))
    for reply in (cards.copies.push_again(view, short=True), cards.copies.withdrawn_copy(view, Said(closing))):
        assert utf16_units(plain(reply.text)) <= CAPTION_UNITS
        check(reply)
    check(cards.files.files(view))
    check(cards.posts.full(view))
    for one in view.attachments:
        assert utf16_units(plain(cards.files.file(view, one).text)) <= CAPTION_UNITS


@examples(80)
@given(VIEWS, st.lists(st.booleans(), max_size=30))
def test_a_draft_of_any_content_is_shown_with_sound_buttons(view: PostView, accepted: list[bool]) -> None:
    count = len(view.reading.warnings)
    ticked = tuple(
        Accepted("Anh Phúc", dt.datetime(2026, 11, 24, tzinfo=dt.UTC)) if one else None
        for one in (accepted + [False] * count)[:count]
    )
    draft = DraftView(view, ticked, Recipients(view.post.audience), Reach(10**6, dt.timedelta(days=2)))
    for reply in (
        *cards.panel.preview(draft),
        cards.files.draft_files(draft),
        cards.files.received(draft, "attach:1", new=True),
    ):
        check(reply)
    check(cards.posts.full(view))


CHANGES = st.lists(WRITTEN.map(lambda text: f"{text} → {text}"), max_size=30).map(tuple)
REACHED = st.builds(Reached, st.sampled_from(DispatchKind), *[st.integers(0, 10**6)] * 3)
MOVES = st.builds(
    Moved,
    at=MOMENTS,
    action=st.sampled_from([*Action, "of-a-newer-program"]),
    revision=st.integers(0, 99),
    reason=WRITTEN,
    of_correction=st.booleans(),
    change=st.none() | st.sampled_from(Correction),
    changes=CHANGES,
    reached=st.lists(REACHED, max_size=2).map(tuple),
    who=st.none() | WRITTEN,
    author=st.none() | WRITTEN,
    accepted=st.lists(st.tuples(WRITTEN, st.integers(1, 30)), max_size=3).map(tuple),
)


@examples(80)
@given(VIEWS, st.lists(MOVES, max_size=6).map(tuple), CHANGES, st.integers(0, 99_999), st.booleans(), st.booleans())
def test_the_past_of_a_post_is_shown_with_sound_buttons_whatever_became_of_it(
    view: PostView, moves: tuple[Moved, ...], changes: tuple[str, ...], offset: int, more: bool, official: bool
) -> None:
    post = dataclasses.replace(view.post, changes=changes, closing=Said(EVIL))
    number = post.number or PostNumber(Audience.CADRES, 10**8)
    seen = dataclasses.replace(view, post=post, corrected=moves)
    page = Page(moves, offset, more)
    for reply in (
        cards.posts.full(seen),
        cards.copies.push_again(seen),
        cards.history.withdrawn_text(seen),
        cards.history.history(HistoryView(number, post.title, post.state, page, official, official)),
    ):
        check(reply)
    errata = [Erratum(number, move.at, post.title, move.changes, move.reason, not move.revision) for move in moves]
    check(cards.history.errata(Errata(2026, Page(tuple(errata), offset, more))))


@examples(60)
@given(st.lists(POSTS, max_size=5), WRITTEN, st.integers(0, 99_999), st.booleans(), st.sampled_from([None, *Kind]))
def test_pages_of_any_question_have_sound_buttons(
    posts: list[Post], question: str, offset: int, more: bool, kind: Kind | None
) -> None:
    check(cards.posts.post_list(PostPage(Page(tuple(posts), offset, more), kind)))
    found = tuple(Found(post, question, question, question) for post in posts)
    check(cards.posts.search_results(Page(found, offset, more, question)))
    figure = SourcedFigure(
        Figure(EVIL, EVIL, Decimal(1), EVIL), PostNumber(Audience.EVERYONE, 1), 0, EVIL, dt.date(2026, 1, 1)
    )
    told = Told((figure.figure,), figure, months(2026, 1, 12), EVIL)
    page = Page((told,) * len(posts), offset, more, question)
    asked = AskedPeriod(months(2026, 1, 12), 2026)
    check(cards.results.results(ResultsPage(page, asked, instead=more, beside=more, cut=more)))
    for post in posts:
        check(cards.targets.scoreboard(TargetsView(Tally(1, 2), post, ())))


@given(WRITTEN, st.integers(1, 2**62))
def test_names_that_people_choose_are_escaped_everywhere(name: str, number: int) -> None:
    member = Member(number, name, Role.WRITER, ("telegram", name))
    choices = [Choice(number, name or "x", True)]
    entry = Entry(dt.datetime(2026, 11, 23, tzinfo=dt.UTC), Action.TOPIC_ADDED, name, None, False, {"name": name})
    for reply in (
        cards.roles.ask_revoke(member),
        cards.roles.revoked(Revoked(member, name, None)),
        cards.roles.tell_revoked(Revoked(member, name, number)),
        cards.roles.ask_agreement(Asked(Role.ADMIN, name, "ABCDEFGHJK", number)),
        cards.roles.tell_role_decided(Decided(Role.ADMIN, name, True)),
        cards.roles.tell_role_decided(Decided(Role.ADMIN, name, True, number, name)),
        cards.audit.audit_page(Page((entry,) * 3, 10, True), about=name),
        cards.audit.which_person(name, []),
        cards.audit.which_person(name, [(number, name)]),
        cards.people.ward_page(WardInfo(name, name), [name], [(name, [name])]),
        cards.people.choose_topics(choices),
        cards.people.choose_areas(choices),
        cards.drafts.choose_topics(number, choices),
        cards.answers.help_page(WardInfo(name, name), [(name, name)]),
        cards.answers.every_command(WardInfo(name, name), [(name, name)]),
    ):
        check(reply)


# --- refusals ---------------------------------------------------------------------------------------------------


def raised() -> Iterator[tuple[str, set[str], str]]:
    """Every refusal that is raised anywhere: its reason, the names of its facts, and where."""
    kinds = {"RefusedError"}
    waiting = RefusedError.__subclasses__()
    while waiting:
        kind = waiting.pop()
        kinds.add(kind.__name__)
        waiting += kind.__subclasses__()
    for file in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                facts = {one.arg for one in node.keywords if one.arg}
                yield str(node.args[0].value), facts, f"{file.name}:{node.lineno}"


def test_every_refusal_that_a_service_raises_has_its_sentence() -> None:
    found = list(raised())
    assert len(found) > 20
    for reason, facts, where in found:
        assert reason in refusals.reasons(), where
        values: dict[str, str | int] = dict.fromkeys(facts, EVIL)
        if reason == "role":
            values["role"] = "writer"
        check(cards.refusals.refusal(RefusedError(reason, **values)))


def test_no_sentence_is_there_for_a_refusal_that_nobody_raises() -> None:
    # These two are raised with the reason in a variable, others with the name of a state, a trouble, a lack or the
    # fault of a table's cell in it.
    kept = {reason for reason, _, _ in raised()} | {"topic", "area"}
    named = ("dispatch-", "state-", "replace-", "held-", "answer-", "table-")
    assert {reason for reason in refusals.reasons() if not reason.startswith(named)} <= kept


# --- language -----------------------------------------------------------------------------------------------------

VIETNAMESE = re.compile("[à-ýăđĩũơưạ-ỹ]")
FOREIGN = re.compile(
    r"\b(error|failed|invalid|unknown|exception|null|none|true|false|token|database|server|click|please|submit|"
    r"cancel|delete|click|user|admin|draft|publish|subscribe|message|button|job|worker|id|url|debug|callback)\b",
    re.IGNORECASE,
)


def sentences() -> Iterator[tuple[str, str]]:
    """Every text with a Vietnamese letter that stands in cards, and every help line of a handler."""
    for file in (ROOT / "bot" / "cards").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documents = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            if node.value not in documents and VIETNAMESE.search(node.value):
                yield node.value, f"{file.name}:{node.lineno}"


DOCUMENTED = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def test_no_foreign_or_developers_word_stands_in_a_sentence() -> None:
    found = list(sentences())
    assert len(found) > 100
    for text, where in found:
        # Commands have English names too, behind their slash.
        shown = re.sub(r"/\w+|\{[^}]*\}", "", text)
        assert not FOREIGN.search(shown), (where, text)


def test_help_lines_are_vietnamese() -> None:
    from bot.app import build_router

    for command in build_router().commands:
        assert VIETNAMESE.search(command.help), command.names
        assert not FOREIGN.search(command.help), command.names


@pytest.mark.parametrize("text", ["<b>đậm</b>", "&amp;", "<script>"])
def test_plain_text_is_what_was_written(text: str) -> None:
    assert plain(Markup("{}").format(text)) == text

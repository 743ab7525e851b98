"""On public pages posts for cadres, drafts and withdrawn files exist for nobody: status, headers and bytes are those of
what never was.

The requests come from the table of routes, so that a new page is asked here by itself. Each is made twice: in a ward
full of what nobody may see, and in its twin that never had it.
"""

import itertools
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote, unquote

import httpx
import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it has no types
from sqlalchemy import insert, select, update

from bot.domain.people import Role
from bot.domain.posts import Audience
from bot.domain.shelf import KIND_SLUGS, slug_of
from bot.storage.attachments import MARK_LETTERS
from bot.storage.tables import post, post_area
from bot.web.pages.routes import VIEWS
from tests.conftest import MORNING
from tests.integration.test_leaks import CADRES, CODE, DRAFTS, FIGURES, PUBLIC, PUBLIC_FILE, SECRET_FILE, WORDS, traces
from tests.site import browsing
from tests.ward import ADMIN, After, House, Past

WRITER = "7"
WITHDRAWN_FILE, OTHER_FILE = "Sơ đồ Điên Điển", "Sơ đồ khác"
"""Of the post that is withdrawn: the one that is asked for never was in the twin."""
PUBLIC_CODE = "A2B3"


def mark_of(text: str) -> str:
    return sha256(f"{text}.txt\0{text}".encode()).hexdigest()[:MARK_LETTERS]


async def _fill(house: House, *, full: bool) -> None:
    """Public posts at the same moments in both wards; a `full` one has cadre posts and drafts between them."""
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.say(ADMIN, "/khuvuc them Khóm 3")
    hidden = iter(CADRES.items() if full else ())
    for number, text in enumerate(PUBLIC):
        house.clock.moment = MORNING + timedelta(minutes=10 * (number + 1))
        files = {0: [PUBLIC_FILE], 2: [WITHDRAWN_FILE if full else OTHER_FILE]}.get(number, [])
        await house.publish(WRITER, text, files=files)
        for secret, topic in itertools.islice(hidden, 1):
            await house.publish(WRITER, secret, cadres=True, topic=topic, files=[SECRET_FILE])
    house.clock.moment = MORNING + timedelta(minutes=100)
    await house.correct(WRITER, "2 8 giờ => 9 giờ")
    await house.withdraw(WRITER, "3 nhầm ngày")
    house.clock.moment = MORNING + timedelta(minutes=110)
    if full:
        await house.correct(WRITER, "CB-1 77,31% => 77,32%")
        await house.withdraw(WRITER, "CB-5 trùng tin")
        await house.say(WRITER, f"/post {DRAFTS[0]}")
    async with house.database.write() as transaction:
        cadre = post.c.audience == Audience.CADRES
        await transaction.execute(update(post).where(~cadre, post.c.number.is_not(None)).values(code=PUBLIC_CODE))
        await transaction.execute(update(post).where(cadre).values(code=CODE))
        for post_id in list(await transaction.scalars(select(post.c.id).where(cadre))):
            await transaction.execute(insert(post_area).values(post_id=post_id, area_id=1))
    house.clock.moment = MORNING + timedelta(hours=2)


@Past
async def full_ward(house: House) -> None:
    await _fill(house, full=True)


@Past
async def its_twin(house: House) -> None:
    await _fill(house, full=False)


@pytest.fixture
async def twins(after: After) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    async with browsing(after(full_ward)) as full, browsing(after(its_twin)) as bare:
        yield full, bare


NUMBERS = ("CB-1", "cb-1", "CB1", "CB-5", *map(str, range(1, 11)), "999")
TITLES = [*(text.partition("\n")[0] for text in (*CADRES, *DRAFTS)), "Họp khóm 3"]
SLUGS = [slug_of(one) for one in (*TITLES, *WORDS, *CADRES.values(), "Khóm 3", "Khóm 9", "Họp–báo cáo")]
MARKS = [mark_of(one) for one in (PUBLIC_FILE, SECRET_FILE, WITHDRAWN_FILE)]
NAMED = {
    "number": NUMBERS,
    "name": (*NUMBERS, *(f"{number}-{slug}" for number in ("1", "2", "3", "8", "CB-1") for slug in SLUGS)),
    "slug": (*KIND_SLUGS.values(), *SLUGS),
    "code": (CODE, CODE.lower(), PUBLIC_CODE, "Z9Z9", *WORDS),
    "mark": MARKS,
    "file": [f"{one}.txt" for one in (PUBLIC_FILE, SECRET_FILE, WITHDRAWN_FILE)],
    "year": ("2026", "2025"),
}
"""What each part of an address may be; a new part says here what is to be tried in its place."""
ASKED = (
    *(f"q={quote(word)}" for word in (*WORDS, *FIGURES, "ngân sách", "cup dien", "khom 3", "CB-1", "hop")),
    *(f"ma={code}" for code in (CODE, PUBLIC_CODE)),
    "trang=2",
    "trang=3",
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"if-none-match": "*"},
    {"range": "bytes=0-99"},
    {"accept": "application/json"},
)


def addresses() -> Iterator[str]:
    for pattern, _ in VIEWS:
        parts = re.findall(r"\{(\w+)\}", pattern)
        for chosen in itertools.product(*(NAMED[part] for part in parts)):
            path = pattern
            for part, value in zip(parts, chosen, strict=True):
                path = path.replace(f"{{{part}}}", quote(value))
            yield path
            yield from (f"{path}?{asked}" for asked in (ASKED if not parts else ASKED[:2]))


def shown_in(response: httpx.Response) -> str:
    """What people read in an answer: in packed bytes, and in the stylesheet's name, a hash, anything may stand."""
    kind = response.headers.get("content-type", "")
    if kind == "application/pdf" and response.status_code == 200:
        return "\n".join(page.get_textpage().get_text_bounded() for page in PdfDocument(response.content))
    return "" if kind in ("application/pdf", "image/png") else re.sub(r"/\w+\.css", "", response.text)


@pytest.mark.parametrize("share", [7, pytest.param(1, marks=pytest.mark.slow)])
async def test_nothing_that_nobody_may_see_changes_any_answer(
    twins: tuple[httpx.AsyncClient, httpx.AsyncClient], engine: str, share: int
) -> None:
    asked = list(addresses())
    assert len(asked) > 300
    share = share * 3 if engine == "postgresql" else share
    for place, path in enumerate(asked[::share]):
        headers = HEADERS[place % len(HEADERS)] if place % 3 == 0 else {}
        full, bare = [await browser.get(path, headers=headers) for browser in twins]
        assert full.status_code == bare.status_code, path
        assert dict(full.headers) == dict(bare.headers), path
        assert full.content == bare.content, path
        assert full.status_code < 500, path
        shown = shown_in(full)
        assert not traces(shown, unquote(path)), path
        assert "Điên Điển" not in shown, path


async def test_the_twin_test_would_see_a_cadre_post(twins: tuple[httpx.AsyncClient, httpx.AsyncClient]) -> None:
    seen = [(await browser.get("/tin")).text for browser in twins]
    assert seen[0] == seen[1]
    assert "Cúp nước hẻm 12" in seen[0]
    assert traces("Họp kín Bằng Lăng")

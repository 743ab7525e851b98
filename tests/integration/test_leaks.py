"""Posts for cadres exist for nobody else: whatever a resident or a group asks, in whatever form, shows nothing of them.

The requests come from the router's own table, so that a new command, step, action or job is asked here by itself. Each
is made twice: in a ward full of cadre posts and drafts, and in its twin that never had them. The answers must be the
same to the byte, and hold none of the words that stand only in those posts. A little over 400 lines: the questions and
the two wards that they are asked in belong together.
"""

import asyncio
import base64
import io
import itertools
import re
import zipfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import and_, insert, or_, select, update

from bot import cards
from bot.chat.request import Answer, Handler, Request, Talk
from bot.chat.router import Router
from bot.domain.people import Role
from bot.domain.posts import Audience
from bot.domain.words import fold
from bot.errors import RefusedError
from bot.messages.incoming import Incoming, IncomingFile
from bot.messages.message import Reply
from bot.storage import broadcasts, inbox, people, targets
from bot.storage.attachments import MARK_LETTERS
from bot.storage.engine import Database
from bot.storage.tables import address, delivery, dispatch, person, post, post_area, revision
from tests.conftest import MORNING, Databases, FakeClock
from tests.ward import ADMIN, NOTICE, SEED, TELEGRAM, ZALO, Heard, House, settings

WRITER, GROUP, RESIDENT, SUBSCRIBER, ONCE = "7", "-500", "8", "9", "6"
CHANNEL = "-1001234567890"
UNCONFIRMED = "z5"
"""The second phone of a cadre, at which they are told what is for everyone."""

PUBLIC = (
    SEED,
    NOTICE,
    "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày 24/11/2026 tại nhà văn hóa, bàn việc thu ngân sách.",
    "Tiêm vắc xin\n\nTrạm y tế tiêm vắc xin cho trẻ từ 8 giờ đến 11 giờ ngày 27/11/2026 tại trạm y tế phường.",
    "Báo cáo quý\n\nPhường thu ngân sách đạt 91,5% năm 2025; 120 hộ thoát nghèo.",
    "Hướng dẫn nộp thuế\n\nBà con nộp thuế tại phường từ ngày 01/12/2026 đến ngày 31/12/2026.",
    "Cúp nước hẻm 12\n\nCúp nước hẻm 12 từ 8 giờ đến 17 giờ ngày 28/11/2026.",
)
CADRES = {
    "Họp kín Bằng Lăng\n\nSáng ngày 08-7, chi bộ họp kín với tổ Thốt Nốt; thu đạt 77,31%.": "Họp–báo cáo",
    "Báo cáo Lục Bình\n\nPhường đã đạt được 31/37 chỉ tiêu đạt và vượt; thu ngân sách đạt 61,73%; hỗ trợ 5.843 hộ.": "",
    "Thông báo cúp điện Ô Môi\n\nĐiện lực cúp điện hẻm 913 từ 8 giờ đến 11 giờ ngày 26/11/2026.": "Y tế",
    "Hướng dẫn trực Cà Na\n\n" + "Cán bộ trực đêm tại nhà ông Cà Na ở khóm 3. " * 80: "Văn hóa",
    "Thông báo Vú Sữa\n\nTổ Vú Sữa trực từ 8 giờ đến 11 giờ ngày 29/11/2026.": "",
}
"""With the topic of each; the public posts have none, so that asking for a topic finds only these."""

DRAFTS = (
    "Họp Trâm Bầu\n\nHọp tổ Trâm Bầu lúc 19 giờ ngày 24/11/2026.",
    "Báo cáo Trái Gấc\n\nThu ngân sách đạt 43,19%.",
)
PUBLIC_FILE, SECRET_FILE = "Lịch trực tháng 11", "Danh mục Sầu Đâu"
"""The texts of files that go with posts: their beginnings name them too."""
OPEN_MARK, SECRET_MARK = (
    sha256(f"{text}.txt\0{text}".encode()).hexdigest()[:MARK_LETTERS] for text in (PUBLIC_FILE, SECRET_FILE)
)
"""What buttons name them by; a cadre who became a resident may still know one."""
CODE = "Q9Z9"
WORDS = (
    "Bằng Lăng",
    "Thốt Nốt",
    "Lục Bình",
    "Ô Môi",
    "Cà Na",
    "Trâm Bầu",
    "Trái Gấc",
    "Vú Sữa",
    "hẻm 913",
    "họp kín",
    "Sầu Đâu",
    CODE,
)
FIGURES = ("77,31", "61,73", "5.843", "31/37", "43,19", "66,66", "77,32")
MARKS = (
    *WORDS,
    *FIGURES,
    "Sầu Đâu",
    SECRET_MARK,
    "CB-1",
    "CB-2",
    "CB-3",
    "CB-4",
    "CB-5",
    "nội bộ cán bộ",
    "🔒",
)

SHARED = ("ngân sách", "cup dien", "khóm 3", "họp", "duyệt", "quản trị")
TOPICS = ("Y tế", "Họp–báo cáo", "van hoa", "Giáo dục")
NUMBERS = ("CB-1", "CB 1", "cb1", "tin CB-2", "số cb-3", "#CB-4", "CB-5", "1", "2", "3", "8", "999", "2026")
PAGES = ("@0", "@5", "@10", "ngân sách @5", "hop @5", "y te @5", "CB-1 @5")
FEW = ("", "CB-1", "1", "Bằng Lăng", "ten Bằng Lăng", "them Cà Na")
IN_FILES = tuple(f"{post} {mark}" for post in ("1", "2", "3", "CB-1") for mark in (OPEN_MARK, SECRET_MARK))
PRESSED = (
    *IN_FILES,
    "",
    "1",
    "2",
    "3",
    "2 0",
    "2 1",
    "2 0 0",
    "3 0",
    "2 title",
    "2 text",
    "2 report",
    "CB-1",
    "CB-1 @5",
    "Cà Na",
)
"""In the full ward 2 and 3 are posts for cadres, and people, pushes and revisions too; a seal is guessed as 0."""

SPOKEN = (
    "bao giờ {} vậy ạ",
    "{} ở đâu",
    "xem tin về {}",
    "con bao nhieu ho {}",
    "mai có {} không",
    "26/11 {} khóm 9 may gio",
    "{} hoài không ai sửa",
    "cám ơn, mà {} sao rồi",
)
"""Questions in people's own words about what stands only in those posts: of a day, a place, a number, a complaint."""

MEANT = (
    *("cháy nhà hẻm 913", "cb 1", "tin CB-1 nói gì", "xóa tin CB-2", "sửa tin cb 1", "tin CB-3 ghi sai", "duyệt 2"),
    *("hoàn tác", "dừng lại", "đồng ý", "hủy", "tuần này có gì", "26/11 có gì không", "hướng dẫn", "hướng dẫn trực"),
    *("hotline", "thông báo tổ trực", "họp dân khóm 3", "hộp khóm 3", "chủ đề", "tôi ở khóm 3", "đồ ngu", "cám ơn"),
    *(
        "tin mới có gì",
        "thông báo cúp điện hẻm 913",
        "rác không ai dọn",
        "xóa dữ liệu của tôi",
        "hủy đăng ký",
        "đăng ký",
    ),
)
"""A sentence for each thing that people's own words may mean."""

ENDING = ("privacy.erase", "link.part.yes")
"""What leaves somebody else there."""

EACH_ON_POSTGRESQL = 5
"""There a request takes twice as long, and only its SQL is another: every fifth is asked."""


@dataclass(frozen=True)
class Ask:
    """One question to one handler; `step` is the conversation it answers in."""

    name: str
    handler: Handler
    text: str
    pressed: bool = False
    file: bool = False
    step: str | None = None

    @property
    def typed(self) -> str:
        """What they wrote: of a mistake also the number of the post, with which they began."""
        return f"{self.text} {LIFE['number']}" if self.step == "mistake.words" else self.text


def asks(router: Router) -> Iterator[Ask]:
    """Every handler with everything that it can make sense to ask it, and what is asked in vain."""
    for one in router.commands:
        name, arguments = one.names[0], list(FEW)
        if one.role is Role.RESIDENT:
            arguments = ["", *NUMBERS, *SHARED, *TOPICS, *WORDS, *map(fold, (*WORDS, *FIGURES))]
        yield from (Ask(name, one.handler, text) for text in arguments)
        yield from (Ask(name, one.handler, text, pressed=True) for text in (*FEW, *PAGES))
        yield Ask(name, one.handler, "Bằng Lăng", file=True)
        if one.files is not None:
            yield Ask(name, one.files, "Bằng Lăng", file=True)
    for name, handler in router.actions.items():
        yield from (Ask(name, handler, text, pressed=True) for text in PRESSED)
    for name, step in router.steps.items():
        for text in ("xong", "Bằng Lăng", "CB-1", "08/07/2023"):
            yield from (Ask(name, step.handler, text, file=file, step=name) for file in (False, True))


@dataclass(frozen=True)
class Typed:
    """One message as a platform hands it in."""

    text: str
    pressed: bool = False
    file: bool = False


def messages(router: Router) -> Iterator[Typed]:
    """Every command and button by each of its names, in every form in which it can reach the bot; and plain words."""
    for one in router.commands:
        for name in one.names:
            yield Typed(f"/{name}@loa_bot CB-1", file=True)
            yield Typed(f"{name} Bằng Lăng")
        yield Typed(f"/{one.names[0]} cb1")
        yield Typed(f"{one.names[0]} CB-2", pressed=True)
    yield from (Typed(f"{name} 2 0", pressed=True) for name in router.actions if name not in ENDING)
    for text in (*NUMBERS, *SHARED[:2], *WORDS, *FIGURES):
        yield Typed(text)
    yield from (Typed(text, file=True) for text in ("", "CB-1", WORDS[0]))
    yield from (Typed(form.format(word)) for form in SPOKEN for word in (*WORDS[:5], fold(WORDS[2]), "Bangf Lanwg"))
    yield from map(Typed, MEANT)
    # Last: afterwards somebody else stands there.
    yield Typed("link.part.yes", pressed=True)
    yield Typed("privacy.erase", pressed=True)


# --- the two wards ------------------------------------------------------------------------------------------------


async def build(database: Database, *, full: bool) -> House:
    """A ward with its public posts; a `full` one has cadre posts and drafts between them, made at the same moments."""
    house = House(database, FakeClock(), settings())
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    async with house.database.write() as transaction:
        await broadcasts.name(transaction, TELEGRAM, CHANNEL, "Kênh của phường", house.clock.now())
    await house.say(ADMIN, "/khuvuc them Khóm 3")
    await house.join("5", Role.CADRE, subscribed=True)
    await house.join(UNCONFIRMED, route=ZALO)
    async with house.services() as services:
        there = await services.people.enter(house.event("5"))
        here = await services.people.enter(house.event(UNCONFIRMED, route=ZALO))
        offer = await services.links.use(here, await services.links.new_code(there))
        assert offer is not None
        await services.links.join(here, offer.token)
    await house.press(UNCONFIRMED, "link.wish zalo-bot", route=ZALO)
    await house.join(ONCE, Role.WRITER, subscribed=True)
    await house.join(SUBSCRIBER, subscribed=True)
    await house.press(SUBSCRIBER, "areas.toggle 1")
    await house.join(RESIDENT)
    await house.join(RESIDENT, route=ZALO)
    await house.say(GROUP, "/start", group=True)
    await house.press(GROUP, "subscribe.agree", group=True, by_group_admin=True)
    await house.say(ADMIN, "/capnhat\nTên | Đơn vị | Kế hoạch | Thực hiện: năm 2026\nThu quỹ | % | 100 | 88")
    await house.say(ADMIN, "ghi")
    hidden: list[Any] = [
        (house.publish, (WRITER, text), {"cadres": True, "topic": topic, "files": [SECRET_FILE]})
        for text, topic in CADRES.items()
    ]
    hidden[1] = (house.publish, (ONCE, list(CADRES)[1]), {"cadres": True})
    hidden += [(house.say, (who, f"/post {DRAFTS[0]}"), {}) for who in (WRITER, ONCE)]
    hidden += [(house.send_file, (WRITER, DRAFTS[1].encode(), "/post"), {}), (house.work, (), {})]
    hidden += [(house.correct, (WRITER, "CB-1 77,31% => 77,32%"), {}), (house.withdraw, (WRITER, "CB-5 trùng tin"), {})]
    for number, text in enumerate(PUBLIC):
        # At the same moment in both wards, whatever was written before it.
        house.clock.moment = MORNING + timedelta(minutes=10 * (number + 1))
        await house.publish(WRITER, text, files=[PUBLIC_FILE] if number == 0 else ())
        for act, given, named in hidden[number * 2 : number * 2 + 2] if full else ():
            await act(*given, **named)
    house.clock.moment = MORNING + timedelta(minutes=100)
    await house.correct(WRITER, "2 8 giờ => 9 giờ")
    await house.withdraw(WRITER, "3 nhầm ngày")
    house.clock.moment = MORNING + timedelta(hours=2)
    async with database.write() as transaction:
        cadre = post.c.audience == Audience.CADRES
        await transaction.execute(update(post).where(~cadre, post.c.number.is_not(None)).values(code="A2B3"))
        await transaction.execute(update(post).where(cadre).values(code=CODE))
        ids = list(await transaction.scalars(select(post.c.id).where(cadre)))
        for post_id in ids:
            await transaction.execute(insert(post_area).values(post_id=post_id, area_id=1))
        if full:
            # Refused in the chat today; nothing may depend on that alone.
            await targets.insert_measurement(
                transaction,
                1,
                period="6 tháng đầu năm 2026",
                value=Decimal("66.66"),
                post_id=ids[0],
                now=house.clock.now(),
            )
        # A group whose row says more than a group can be.
        await transaction.execute(update(person).where(person.c.kind == "group").values(role=int(Role.ADMIN)))
    return house


@pytest.fixture(scope="module")
def urls(databases: Databases) -> Iterator[Callable[[str], list[str]]]:
    """Where the full ward and its twin stand on an engine; made once, for that takes longer than asking."""
    made: dict[str, list[str]] = {}

    async def make(engine: str) -> list[str]:
        found = [databases.migrated(engine) for _ in range(2)]
        for url, full in zip(found, (True, False), strict=True):
            database = Database(url)
            await build(database, full=full)
            await database.close()
        return found

    def urls_on(engine: str) -> list[str]:
        if engine not in made:
            with ThreadPoolExecutor(1) as pool:
                made[engine] = pool.submit(asyncio.run, make(engine)).result()
        return made[engine]

    yield urls_on
    for url in itertools.chain(*made.values()):
        databases.drop(url)


@pytest.fixture(autouse=True)
def same_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code is made by chance, which is another in each ward."""
    monkeypatch.setattr("bot.services.links.secrets.randbelow", lambda _: 7)


@pytest.fixture
async def twins(urls: Callable[[str], list[str]], engine: str, request: Any) -> AsyncIterator[tuple[House, House]]:
    """The full ward and its twin, as the tests before left both."""
    opened = [Database(url) for url in urls(engine)]
    # Later than the test before, and within the month after which a stranger is forgotten.
    hours = [one for one in request.session.items if one.path == request.path].index(request.node) + 3
    full, bare = (
        House(one, FakeClock(MORNING + timedelta(hours=hours)), settings(), keys=itertools.count(hours * 100_000))
        for one in opened
    )
    yield full, bare
    for one in opened:
        await one.close()


# --- asking -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Speaker:
    """Who asks, where."""

    chat: str
    route: str = TELEGRAM
    group: bool = False
    admin: bool = False

    def incoming(self, house: House, text: str, **more: Any) -> Incoming:
        """What the platform hands in when this one speaks."""
        by: dict[str, Any] = {"route": self.route, "group": self.group, "by_group_admin": self.admin}
        return house.event(self.chat, text, **by, **more)


SPEAKERS = {
    "a resident": Speaker(RESIDENT),
    "a subscriber": Speaker(SUBSCRIBER),
    "a resident without buttons": Speaker(RESIDENT, ZALO),
    "a cadre's phone that nobody confirmed": Speaker(UNCONFIRMED, ZALO),
    "a group in which anyone speaks": Speaker(GROUP, group=True),
    "a group in which its admin speaks": Speaker(GROUP, group=True, admin=True),
}
OTHERS = list(SPEAKERS)[1:]


LIFE = {"revision": 1, "report": 1, "decision": "return", "number": "CB-1", "reason": "nhầm", "typed": "kín => mở"}
"""Of a decision, a withdrawal, a meeting that was moved, a long text that was mended."""


def conversation() -> dict[str, Any]:
    """What an official's open conversation may hold: of a draft, a post, a text in parts. A new step adds its own."""
    collected = {"parts": ["phần một"], "slot": "collect:1", "at": MORNING.isoformat()}
    return {
        "post": 2,
        "mark": SECRET_MARK,
        "kind": "contact",
        "id": None,
        "sheets": ["Hộ nghèo"],
        "at": "source",
        "row": {"Chỉ tiêu": "Thu quỹ"},
        "cells": [["Chỉ tiêu"], ["Thu quỹ"]],
        "period": "năm 2026",
        "cumulative": True,
        "value": "77,31",
        "payload": {"post": 2},
        **collected,
        **LIFE,
    }


async def answers(house: House, speaker: Speaker, questions: Iterable[Ask]) -> list[Any]:
    """Ask handlers one after another and return all that each gives back; nothing that they change stays."""
    found = []
    async with house.database.write() as transaction:
        services = house.dues.services(transaction, house.clock.now())
        viewer = await services.people.enter(speaker.incoming(house, ""))
        for one in questions:
            talk = Talk(one.step, conversation() if one.step else {})
            document = IncomingFile("file-1", "tep.txt", 10) if one.file else None
            request = Request(viewer, one.text, talk, house.clock.now(), one.pressed, house.router.commands)
            request = replace(request, document=document)
            undo = await transaction.begin_nested()
            try:
                answer = await one.handler(request, services)
            except RefusedError as error:
                answer = cards.refusals.refusal(error)
            await undo.rollback()
            found.append(opened(answer))
    return found


def opened(answer: Reply | Answer) -> Any:
    """An answer with its worksheets unpacked, and what its pictures show: packed bytes hold any letters by chance."""
    if isinstance(answer, Reply):
        file = answer.file
        return answer if file is None else (replace(answer, file=None), file.name, file.drawing, unpacked(file.content))
    return answer


def unpacked(content: bytes) -> str:
    """What a file says: of a worksheet its parts."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def told(heard: Sequence[Heard]) -> list[tuple[Any, ...]]:
    """All that a person can see or press."""
    files = [one.file and (one.file[0], unpacked(base64.b64decode(one.file[1]))) for one in heard]
    drawn = [(one.row.content or {}).get("drawing") for one in heard]
    every = zip(heard, files, drawn, strict=True)
    return [(one.markup, one.buttons, file, drawing, one.row.edit) for one, file, drawing in every]


def traces(seen: object, typed: str = "") -> list[str]:
    """Marks of cadre posts in what somebody sees, but for those they typed themselves."""
    # A code of random letters may hold what looks like a number: within it, it is none.
    shown, own = _squeezed(re.sub(r"(?<![A-Z0-9])[A-Z0-9]{10}(?![A-Z0-9])", "", str(seen))), _squeezed(typed)
    return [mark for mark in MARKS if _squeezed(mark) in shown and _squeezed(mark) not in own]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s-]", "", fold(text))


async def written(house: House, chat: str) -> list[tuple[Any, ...]]:
    """Everything that was ever written to a chat, and every push on its way there, in the order of the rows."""
    waits = and_(delivery.c.chat_id.is_(None), delivery.c.route == address.c.route)
    async with house.database.read() as transaction:
        rows = await transaction.execute(
            select(delivery.c.content, delivery.c.slot, delivery.c.state, post.c.number, post.c.audience)
            .outerjoin(address, address.c.person_id == delivery.c.person_id)
            .outerjoin(dispatch, dispatch.c.id == delivery.c.dispatch_id)
            .outerjoin(revision, revision.c.id == dispatch.c.revision_id)
            .outerjoin(post, post.c.id == revision.c.post_id)
            .where(or_(delivery.c.chat_id == chat, and_(address.c.chat_id == chat, waits)))
            .order_by(delivery.c.id)
        )
        return [tuple(row) for row in rows]


async def work_by_itself(house: House, speaker: Speaker) -> list[Heard]:
    """What a running bot does without being asked: slow work of every kind, pushes, live lines, missing rows."""
    payload = {**conversation(), "text": "Bài mới", "file": "file-1", "route": TELEGRAM, "number": "CB-1"}
    house.files["file-1"] = "Văn bản".encode()
    async with house.database.write() as transaction:
        viewer = await people.find_viewer(transaction, speaker.route, speaker.chat)
        assert viewer is not None
        for kind in house.router.jobs:
            await inbox.insert_job(
                transaction, kind=kind, payload=payload, address_id=viewer.address_id, now=house.clock.now()
            )
    heard = []
    reconciler = house.reconciler()
    for _ in range(2):
        heard += await house.work()
        await reconciler.run_once()
        await house.pushes()
        house.clock.advance(minutes=1)
    return heard


def on(engine: str, questions: Iterable[Any], each: int = 1) -> list[Any]:
    """The questions that an engine is asked."""
    return list(questions)[:: each * EACH_ON_POSTGRESQL if engine == "postgresql" else each]


SHARE = pytest.mark.parametrize("share", [5, pytest.param(1, marks=pytest.mark.slow)])
"""The quick run asks every fifth question, CI all of them."""


@SHARE
@pytest.mark.parametrize(
    "name", ["a resident", "a cadre's phone that nobody confirmed", "a group in which its admin speaks"]
)
async def test_no_handler_shows_anything_of_a_cadre_post(
    twins: tuple[House, House], engine: str, name: str, share: int
) -> None:
    questions = on(engine, asks(twins[0].router), each=share if name == "a resident" else 2 * share)
    seen, expected = [await answers(house, SPEAKERS[name], questions) for house in twins]
    for one, this, same in zip(questions, seen, expected, strict=True):
        assert this == same, one
        assert not traces(this, one.typed), one


async def test_who_lost_the_role_is_shown_nothing_more_of_what_they_saw_and_wrote(
    twins: tuple[House, House], engine: str
) -> None:
    full, speaker = twins[0], Speaker(ONCE)
    await full.press(ADMIN, f"revoke.yes {await full.set_role(ONCE, None)}")
    before = await written(full, ONCE)
    questions = on(engine, asks(full.router), each=3)
    for one, seen in zip(questions, await answers(full, speaker, questions), strict=True):
        assert not traces(seen, one.typed), one
    heard = await work_by_itself(full, speaker)
    assert heard
    assert not traces(told(heard))
    after = await written(full, ONCE)
    # Live lines too: what stood there stays, but it moves no more.
    assert not traces([row[0] for row in after if row not in before])
    assert {state for *_, state, _, audience in after if audience == Audience.CADRES} == {"cancelled"}


@pytest.mark.parametrize("name", ["a resident", *(pytest.param(one, marks=pytest.mark.slow) for one in OTHERS)])
async def test_nothing_that_the_bot_does_by_itself_shows_anything_of_a_cadre_post(
    twins: tuple[House, House], name: str
) -> None:
    # What answered them before may say their own words again, whichever test asked.
    before = await written(twins[0], SPEAKERS[name].chat)
    for house in twins:
        await work_by_itself(house, SPEAKERS[name])
    seen, expected = [await written(house, SPEAKERS[name].chat) for house in twins]
    assert seen == expected
    assert not traces([row for row in seen if row not in before])
    seen, expected = [await written(house, CHANNEL) for house in twins]
    assert seen == expected
    assert not traces(seen)
    assert len(seen) >= len(PUBLIC), "every public post stands in the channel"


@SHARE
@pytest.mark.parametrize("name", SPEAKERS)
async def test_no_message_in_any_form_brings_anything_of_a_cadre_post(
    twins: tuple[House, House], engine: str, name: str, share: int
) -> None:
    speaker, said = SPEAKERS[name], [""]
    for one in on(engine, messages(twins[0].router), each=share if name == "a resident" else 4 * share):
        document = IncomingFile("file-1", "tep.txt", 10) if one.file else None
        more = {"pressed": one.pressed, "message_id": "m1" if one.pressed else None, "document": document}
        seen, expected = [
            told(await house.hear(speaker.incoming(house, one.text, **more), deliver=False)) for house in twins
        ]
        assert seen == expected, one
        said.append(one.text)
        # Where buttons are numbered lines, "1" repeats the question before it, and "2" may repeat an earlier one.
        chosen = speaker.route == ZALO and one.text.isdigit()
        assert not traces(seen, " ".join(said if chosen else said[-2:])), one
        assert "trục trặc" not in str(seen), one

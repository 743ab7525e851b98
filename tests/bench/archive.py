"""What everybody asks, over an archive of 100,000 posts and 1,000,000 figures: answers as the services give them."""

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from bot.domain.people import Viewer
from bot.domain.posts import Audience, PostNumber
from bot.domain.words import fold_words
from bot.services import Services
from bot.storage import people as people_storage
from bot.storage.engine import Database, Transaction
from bot.understanding import understand
from tests.bench.house import (
    FIRST_CHAT,
    ROUTE,
    Figure,
    full_house,
    new_url,
    numbers,
    quantile,
    services,
    without_checks,
)

POSTS = 100_000
FIGURES_A_POST = 10
ROUNDS = 20
GOAL_MS = 50

SENTENCES = (
    "Điện lực cúp điện để sửa chữa đường dây trung thế từ 8 giờ đến 11 giờ.",
    "Ủy ban nhân dân phường tổ chức hội nghị sơ kết công tác sáu tháng đầu năm.",
    "Trạm Y tế phường tiêm vắc xin sởi cho trẻ em từ 9 tháng đến 10 tuổi.",
    "Công ty Cấp nước tạm ngưng cung cấp nước để súc rửa đường ống.",
    "Bà con mang theo căn cước công dân và sổ hộ khẩu khi đến làm thủ tục.",
    "Thu ngân sách nhà nước đạt 103,9% kế hoạch năm, tăng so với cùng kỳ.",
    "Phường vận động ủng hộ quỹ vì người nghèo được gần 2,6 tỉ đồng.",
    "Công an phường cảnh báo thủ đoạn lừa đảo qua mạng xã hội.",
    "Các khóm ra quân tổng vệ sinh môi trường, phát quang bụi rậm.",
    "Học sinh đăng ký tuyển sinh lớp 1 và lớp 6 trên cổng dịch vụ công.",
    "Hội Liên hiệp Phụ nữ phường trao mười phần quà cho hội viên khó khăn.",
    "Mực nước sông Hậu lên nhanh, bà con vùng trũng thấp chủ động kê cao đồ đạc.",
    "Ban Quản lý chợ thông báo giờ mở cửa mới từ ngày mùng một tháng tới.",
    "Đoàn thanh niên hướng dẫn người dân cài đặt VNeID và thanh toán không tiền mặt.",
    "Tổ dân phố họp bàn việc nâng cấp hẻm bằng vốn nhà nước và nhân dân cùng làm.",
    "Phường tiếp nhận hồ sơ cấp đổi giấy phép lái xe vào sáng thứ ba hằng tuần.",
    "Có 10/12 chỉ tiêu đạt và vượt nghị quyết đầu năm đề ra.",
    "Tỷ lệ hộ dân tham gia bảo hiểm y tế đạt 96,4% dân số.",
    "Người cao tuổi được khám sức khỏe và phát thuốc miễn phí tại trạm.",
    "Xe tải trên năm tấn không vào đường Lê Minh Ngươn trong giờ cao điểm.",
)
ASKED = (
    "bao giờ tiêm vắc xin sởi",
    "mai hem 47 co cup dien khong",
    "tuyen sinh lop moti khi nao",
    "co bao nhieu ho ngheo",
    "giá vàng hôm nay",
    "rác hẻm 12 không ai dọn",
)
"""Questions in people's own words: one that many posts answer, of a day and a place, with a slip, of a number, of what
there is not, and a complaint."""
LABELS = ("thu ngân sách", "hộ nghèo", "bảo hiểm y tế", "vận động quỹ", "tuyển quân", "chi bộ", "thu gom rác")
RARE = 5_000
"""One post of so many tells figures that others do not."""
ERRATA, TALLIES, CADRES = 50, 40, 20
"""One post of so many has a correction or a withdrawal, a tally, is for cadres."""
GUIDES, CONTACTS, ANSWERS = 500, 100, 200
"""One post of so many is a guide; so many lines has the directory, and so many common questions there are."""
TARGETS = 40
"""The ward keeps so many targets, each with two plans and ten years' measurements that posts state."""
AHEAD = 20_000
"""Minutes: the newest 20,000 posts tell of something that is still ahead."""


async def archive() -> list[Figure]:
    """Each question many times, by a resident; 95 of 100 answers are faster than what is told."""
    figures = []
    for engine in ("sqlite", "postgresql"):
        with new_url(engine) as url:
            async with full_house(url, 1) as database:
                await fill(database)
                async with database.read() as transaction:
                    viewer = await people_storage.find_viewer(transaction, ROUTE, str(FIRST_CHAT))
                assert viewer is not None
                for what, ask in questions(viewer).items():
                    figures.append(await _asked(database, f"{what}, {engine}", ask))
    return figures


Ask = Callable[[Services], Awaitable[Any]]


def questions(viewer: Viewer) -> dict[str, Ask]:
    """What is asked, as the handlers ask it."""
    number = PostNumber(Audience.EVERYONE, POSTS // 2 + 3)
    return {
        "/latest": lambda on: on.answers.latest(viewer),
        "/latest, page 20": lambda on: on.answers.latest(viewer, offset=100),
        "/read 50003": lambda on: on.answers.read(viewer, number),
        "/targets": lambda on: on.targets.board(viewer),
        "/targets chi tieu 7": lambda on: on.targets.board(viewer, words="chi tieu so 7"),
        "/targets, one of them": lambda on: on.targets.one(viewer, 7),
        "/results": lambda on: on.results.find(viewer),
        "/results ngan sach": lambda on: on.results.find(viewer, "ngan sach"),
        "/results ngan sach 2025 (none)": lambda on: on.results.find(viewer, "ngan sach 2025"),
        "/results of one post in 5,000": lambda on: on.results.find(viewer, "hộ tái định cư 6 tháng"),
        "/results of what there is not": lambda on: on.results.find(viewer, "khong co gi"),
        "/search cup dien hem 47": lambda on: on.search.find(viewer, "cup dien hem 47"),
        "/search thong bao (in every post)": lambda on: on.search.find(viewer, "thong bao"),
        "/search of what there is not": lambda on: on.search.find(viewer, "xyzzy abrakadabra"),
        **{f"“{asked}”": _question(viewer, asked) for asked in ASKED},
        "/sapden": lambda on: on.upcoming.coming(viewer),
        "/hop": lambda on: on.answers.meetings(viewer),
        "/huongdan": lambda on: on.answers.guides(viewer),
        "/danhba": lambda on: on.facts.contacts(),
        "/corrections": lambda on: on.history.errata(viewer),
        "/history 50003": lambda on: on.history.of_post(viewer, number),
    }


def _question(viewer: Viewer, asked: str) -> Ask:
    return lambda on: on.search.answer(viewer, understand(asked))


async def _asked(database: Database, what: str, ask: Ask) -> Figure:
    took: list[float] = []
    cpu = time.process_time()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        async with database.read() as transaction:
            await ask(services(transaction))
        took.append((time.perf_counter() - began) * 1000)
    cpu = (time.process_time() - cpu) / ROUNDS * 1000
    return Figure(
        what,
        f"median {quantile(took):.1f} ms, p95 {quantile(took, 0.95):.1f} ms",
        f"p95 < {GOAL_MS} ms",
        f"{cpu:.1f} ms CPU in this process",
    )


async def fill(database: Database, posts: int = POSTS) -> None:
    """Write so many published posts with their figures, tallies, dispatches and search rows."""
    now = int(datetime.now(UTC).timestamp() * 1e6)
    async with database.write() as transaction:
        await without_checks(transaction)
        await _sentences(transaction)
        for statement in _statements(transaction, now):
            await transaction.execute(text(statement), {"count": posts} if ":count" in statement else {})
        if transaction.dialect.name != "sqlite":
            await transaction.execute(text("ANALYZE"))


async def _sentences(transaction: Transaction) -> None:
    await transaction.execute(text("CREATE TEMP TABLE sentence (i integer PRIMARY KEY, said text, folded text)"))
    rows = [{"i": i, "said": said, "folded": fold_words(said)} for i, said in enumerate(SENTENCES)]
    await transaction.execute(text("INSERT INTO sentence VALUES (:i, :said, :folded)"), rows)


def _statements(transaction: Transaction, now: int) -> Sequence[str]:
    count = len(SENTENCES)
    sqlite = transaction.dialect.name == "sqlite"
    key, minute = "rowid" if sqlite else "post_id", 60_000_000
    told = " JOIN ".join(
        f"sentence s{one} ON s{one}.i = (post.id * {step} + post.id / {one + 3}) % {count}"
        for one, step in enumerate((1, 3, 7, 11, 13))
    )
    said, bare = (" || ' ' || ".join(f"s{one}.{column}" for one in range(5)) for column in ("said", "folded"))
    label, folded = (
        " ".join(f"WHEN {one} THEN '{made(label)}'" for one, label in enumerate(LABELS)) for made in (str, fold_words)
    )
    which = f"CASE WHEN post.id % {RARE} = 11 THEN 'hộ tái định cư' ELSE CASE (post.id + k.i) % {len(LABELS)}"
    which_folded = which.replace("hộ tái định cư", "ho tai dinh cu")
    ten = " UNION ALL ".join(f"SELECT {one} AS i" for one in range(FIGURES_A_POST))
    at = f"{now} - CAST(:count - i AS bigint) * {minute}"
    columns = "revision_id, kind, lane, state, paid, alarmed, created_at"
    joined = "group_concat(folded, ' ')" if sqlite else "string_agg(folded, ' ')"
    day = "date({} / 1000000, 'unixepoch')" if sqlite else "to_char(to_timestamp({} / 1000000), 'YYYY-MM-DD')"
    return (
        f"""INSERT INTO post (id, number, audience, state, urgent, code, revision_id, created_at, updated_at,
            published_at, paid, review_due) {numbers(transaction)}
            SELECT i, i, CASE WHEN i % {CADRES} = 0 THEN 'cadres' ELSE 'everyone' END,
                CASE WHEN i % {ERRATA * 2} = 1 THEN 'withdrawn' WHEN i % 2 = 0 THEN 'expired' ELSE 'published' END,
                false, 'C' || i, i, {at}, {at}, {at}, false, false FROM n""",
        f"""INSERT INTO revision (id, post_id, number, kind, title, body, summary, guests, created_at, change, changes)
            SELECT post.id, post.id, 1, CASE WHEN post.id % 3 = 0 THEN 'report' ELSE 'announcement' END,
                'Thông báo hẻm ' || (post.id % 997) || ': ' || s0.said, {said}, '[]', '[]', post.created_at,
                CASE WHEN post.id % {ERRATA} = 0 THEN 'meaning' END, '["8 giờ"]' FROM post JOIN {told}""",
        # Every post has a day, and those of the newest are still ahead.
        f"""UPDATE revision SET event_date = {day.format(f"(created_at + {AHEAD} * CAST({minute} AS bigint))")}""",
        f"UPDATE revision SET starts_at = created_at + {AHEAD} * CAST({minute} AS bigint) WHERE id % 2 = 0",
        f"UPDATE revision SET kind = 'guide' WHERE id % {GUIDES} = 7",
        f"""INSERT INTO contact (name, folded, phone, address, hours, matters) {numbers(transaction)}
            SELECT 'Khóm trưởng khóm ' || i, 'khom ' || i, '0296 3841 ' || i, 'khóm ' || i, '', 'việc của khóm ' || i
            FROM n WHERE i <= {CONTACTS} AND :count > 0""",
        f"""INSERT INTO answer (question, folded, words, text, source, reviewed_until) {numbers(transaction)}
            SELECT 'Thủ tục số ' || i || ' cần giấy tờ gì?', 'cau ' || i, 'làm thủ tục ' || i || ', hồ sơ ' || i,
                'Mang căn cước đến một cửa.', 'Luật', '2099-12-31' FROM n WHERE i <= {ANSWERS} AND :count > 0""",
        f"""INSERT INTO post_search ({key}, folded)
            SELECT post.id, 'thong bao hem ' || (post.id % 997) || ' ' || s0.folded || ' ' || {bare}
            FROM post JOIN {told}""",
        f"INSERT INTO tally (revision_id, met, total) SELECT id, 10, 12 FROM post WHERE id % {TALLIES} = 3",
        f"""INSERT INTO figure
            (revision_id, position, quote, label, value, unit, is_target, folded, phrase, wording)
            SELECT post.id, k.i, 'đạt 103,9% kế hoạch', {which} {label} END END, '103.9', '%', false,
                {which_folded} {folded} END END || ' dat 103 9 ke hoach', 'đạt 103,9%', 'text'
            FROM post CROSS JOIN ({ten}) AS k""",
        f"""INSERT INTO target (id, name, folded, unit, direction, created_at, term, yearly, owner)
            {numbers(transaction)}
            SELECT i, 'Chỉ tiêu số ' || i, 'chi tieu so ' || i || ' 2020-2030', '%', 'at-least', {now}, '2020-2030',
                true, '' FROM n WHERE i <= {TARGETS} AND :count > 0""",
        "INSERT INTO plan (target_id, name, value) SELECT id, 'tỉnh giao', '100' FROM target",
        "INSERT INTO plan (target_id, name, value) SELECT id, 'HĐND phường giao', '102' FROM target",
        f"""INSERT INTO measurement (target_id, period, value, cumulative, post_id, measured_at, revision_id, quote)
            SELECT target.id, 'năm ' || (2017 + k.i), '103.9', true, target.id * 2 + 1, {now}, target.id * 2 + 1,
                'đạt 103,9%' FROM target CROSS JOIN ({ten}) AS k
            WHERE (target.id * 2 + 1) % {CADRES} <> 0 AND (target.id * 2 + 1) % {ERRATA * 2} <> 1""",
        f"""INSERT INTO figure_search ({key}, folded)
            SELECT post.id, 'thong bao hem ' || (post.id % 997) || ' ' || s0.folded || ' 2026 ' || (
                SELECT {joined} FROM figure WHERE figure.revision_id = post.id)
            FROM post JOIN sentence s0 ON s0.i = (post.id + post.id / 3) % {count}""",
        f"""INSERT INTO dispatch ({columns})
            SELECT id, 'new', 3, 'done', false, false, published_at FROM post""",
        f"""INSERT INTO dispatch ({columns}, words)
            SELECT id, CASE state WHEN 'withdrawn' THEN 'withdrawal' ELSE 'notice' END, 3, 'done', false, false,
                published_at, 'nhầm ngày' FROM post WHERE id % {ERRATA} < 2""",
    )

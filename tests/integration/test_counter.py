"""Sentences of residents over sixty posts: the bot says what a clerk at the counter would.

The table was written before any of it was tried (counter/sentences.txt); most of them must be answered rightly, all
who are in danger, and nobody may be misled: told another post, or offered what they did not ask for.
"""

import re
from pathlib import Path

import pytest

from bot.demo.facts import FORMS, forms_of, targets_table
from bot.domain.facts import FactKind
from bot.domain.people import Role
from bot.domain.target_table import typed_grid
from tests.integration.shelf import shelve
from tests.ward import After, Heard, House, Past

FOLDER = Path(__file__).parent / "counter"
SIZES = [
    ("sentences.txt", 200, 60),
    ("evening.txt", 150, 50),
    ("second.txt", 100, 30),
    ("third.txt", 150, 50),
    ("fourth.txt", 100, 30),
    ("fifth.txt", 120, 30),
    ("sixth.txt", 100, 30),
    ("seventh.txt", 60, 10),
]
"""Of each table how many sentences it has at least, and how many of them only look like something."""
TABLES = [name for name, _, _ in SIZES]
FURNISHED = ("third.txt", "fourth.txt", "fifth.txt", "sixth.txt", "seventh.txt")
"""Tables whose ward has a directory, common questions and targets beside its posts."""
WRITER, RESIDENT = "7", "9"
HARMLESS = ("nothing", "unclear", "complaint", "contacts")
"""What is never misleading, although another answer may be better."""


def posts() -> dict[str, str]:
    """Every post's text by its name, in the order of their numbers."""
    blocks = re.split(r"^## ", (FOLDER / "posts.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    named = (block.partition("\n") for block in blocks)
    return {name.strip(): text.strip().replace("\n", "\n\n", 1) for name, _, text in named}


def sentences(table: str) -> list[tuple[tuple[str, ...], str, bool]]:
    """What is right, what is typed, and whether it only looks like something else."""
    lines = (FOLDER / table).read_text(encoding="utf-8").splitlines()
    rows = [line.partition(" | ") for line in lines if " | " in line and not line.startswith("#")]
    return [(tuple(left.removeprefix("!").split(" or ")), right.strip(), left[0] == "!") for left, _, right in rows]


async def publish_all(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.join(RESIDENT, subscribed=True)
    await shelve(house, WRITER, list(posts().values()))
    await house.pushes()


a_ward_with_sixty_posts = Past(publish_all)


@Past
async def a_ward_with_facts_too(house: House) -> None:
    await publish_all(house)
    async with house.services() as services:
        viewer = await services.people.enter(house.event(WRITER))
        for kind in FORMS:
            for form in forms_of(kind):
                await services.facts.write(viewer, kind, None, form)
        await services.target_edits.write(viewer, typed_grid(targets_table()).rows)


SAID = {
    "Coi chừng lừa đảo": "lured",
    "Loa phường –": "help",
    "Bà con cứ gõ câu hỏi": "help",
    "Chưa có số liệu nào": "nothing",
    "Dạ, phường chưa có tin về": "nothing",
    "Bot chưa hiểu ý": "unclear",
    "Đã ngừng gửi tin": "stop",
    "Bà con hiện không đăng ký": "stop",
    "Đăng ký nhận tin của phường": "start",
    "Bà con đã đăng ký rồi": "start",
    "Tin mới nhất của phường": "latest",
    "Phường đang lưu về bà con": "privacy",
    "Dạ, không có chi": "thanks",
    "xin chào bà con": "greet",
    "Kính chào": "greet",
    "bot xin lỗi": "calm",
    "Bot chỉ đưa tin, không chuyển lời": "complaint",
    "Hiện không có việc gì": "cancel",
    "chỉ cán bộ phường mới sửa": "not yours",
    "sai chỗ nào": "mistake",
    "thấy tin nào sai thì gõ": "mistake",
    "có tin mới bot sẽ tự gửi": "ack",
    "Bà con chưa đăng ký nên": "ack",
    "Bà con ở khu vực nào": "areas",
    "Phường chưa chia khu vực": "areas",
    "Số điện thoại phường:": "contacts",
    "Chỉ tiêu nhiệm kỳ 2020-2025:": "board",
}


CONTACTS = [re.findall(r"Tên: (.+)", form)[0] for form in forms_of(FactKind.CONTACT)]
ANSWERS = [re.findall(r"Hỏi: (.+)", form)[0] for form in forms_of(FactKind.ANSWER)]
TARGETS = [line.partition(" | ")[0] for line in targets_table().splitlines()[2:]]


def heard_as(heard: list[Heard], names: list[str]) -> str:
    """What the bot said, in the words of the table."""
    text = "\n".join(one.text for one in heard)
    calls = re.findall(r"^Gọi ngay (\d+)", text, flags=re.MULTILINE)
    if calls:
        return " ".join(calls)
    if any({"file", "drawing"} & set(one.row.content or ()) for one in heard):
        return "chart"
    target = re.match(r"(?:[^\w\s]+ )(.+?)(?: \(|, đã kết thúc|:)", text)
    if target and target[1] in TARGETS:
        return f"target {target[1]}"
    if text.partition("\n")[0] in CONTACTS:
        return f"contact {text.partition(chr(10))[0]}"
    if text.partition("\n")[0] in ANSWERS:
        return "answer"
    figure = re.match(r"• .* – tin số (\d+)", text)
    if figure:
        return f"figure {names[int(figure[1]) - 1]}"
    opened = re.search(r"^Tin số (\d+) · bản", text, flags=re.MULTILINE)
    if opened:
        return f"open {names[int(opened[1]) - 1]}"
    for said, kind in SAID.items():
        if said in text and not (kind == "nothing" and "Bot chỉ đưa tin" in text):
            return kind
    best = re.search(r" – tin số (\d+), đăng", text)
    if best:
        note = " day" if "chưa thấy tin nào ghi" in text else ""
        note += " place" if "không thấy nhắc" in text else ""
        return names[int(best[1]) - 1] + note
    lists = {**dict.fromkeys(("Từ hôm nay", "Từ thứ", "Sắp", "Hôm nay"), "upcoming"), "Hướng dẫn": "guides"}
    return next((kind for said, kind in lists.items() if text.startswith(said)), text[:60])


@pytest.mark.parametrize(("table", "most", "traps"), SIZES)
def test_the_table_is_large_enough(table: str, most: int, traps: int) -> None:
    rows = sentences(table)
    assert len(rows) >= most
    assert sum(trap for _, _, trap in rows) >= traps
    assert len(posts()) == 60
    known = {*posts(), *SAID.values(), "upcoming", "guides", "chart", "answer", *CONTACTS, *TARGETS}
    for wanted, text, _ in rows:
        for one in wanted:
            words = re.sub(r"^(?:figure|open|target|contact) |(?: place| day)+$", "", one)
            assert words in known or re.fullmatch(r"11\d( 11\d)*", words), (one, text)


@pytest.mark.parametrize("table", TABLES)
async def test_what_residents_type_is_answered_as_a_clerk_would(after: After, table: str) -> None:
    town = after(a_ward_with_facts_too if table in FURNISHED else a_ward_with_sixty_posts)
    names = list(posts())
    wrong: list[str] = []
    misled: list[str] = []
    missed: list[str] = []
    rows = sentences(table)
    for number, (wanted, typed, _trap) in enumerate(rows):
        chat = str(1000 + number)
        await town.join(chat, subscribed=wanted[0] in ("stop", "ack", "areas"))
        told = heard_as(await town.say(chat, typed), names)
        if told in wanted:
            continue
        line = f"{typed}: {told}, not {' or '.join(wanted)}"
        wrong.append(line)
        if wanted[0][:3] in ("113", "114", "115") and not set(wanted[0].split()) & set(told.split()):
            missed.append(line)
        if told not in HARMLESS:
            misled.append(line)
    assert not missed
    assert not misled, "\n".join(misled)
    assert len(wrong) <= 0.05 * len(rows), "\n".join(wrong)

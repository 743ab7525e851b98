"""What anyone may ask, and that posts for cadres do not exist for residents by any path."""

import itertools
import re
import string
import unicodedata

import pytest
from sqlalchemy import update

from bot.app import build_router
from bot.domain.attachments import Received
from bot.domain.people import Role
from bot.services.drafts import LONGEST_TEXT
from bot.services.intake import MOST_WORDS
from bot.storage import attachments, search
from bot.storage.tables import delivery, dispatch, post, revision
from tests.ward import ADMIN, NOTICE, SEED, After, House, Past

SECRET = "Mật vụ Hoàng Oanh"
CADRE_POST = f"""Họp nội bộ {SECRET}

Sáng ngày 08/07/2026, Đảng ủy họp về {SECRET}. Đạt 7/9 chỉ tiêu nghị quyết; thu {SECRET} đạt 55,5% năm 2026."""

PUBLIC_COMMANDS = sorted(command.names[0] for command in build_router().commands if command.role is Role.RESIDENT)
QUESTIONS = ("", "1", "CB-1", "hoàng oanh", "55,5", "thu", "noi bo", "@1")


@Past
async def a_cadre_post_among_others(house: House) -> None:
    """A ward with two public posts and one for cadres."""
    await house.join("7", Role.WRITER)
    await house.publish("7", SEED)
    await house.publish("7", CADRE_POST, cadres=True)
    await house.publish("7", NOTICE)
    await house.join(ADMIN)


@pytest.fixture
def town(after: After) -> House:
    return after(a_cadre_post_among_others)


# --- cadre posts ----------------------------------------------------------------------------------------------


async def test_no_public_command_shows_a_resident_anything_of_a_cadre_post(town: House) -> None:
    await town.join("9", subscribed=True)
    for command, question in itertools.product(PUBLIC_COMMANDS, QUESTIONS):
        heard = await town.say("9", f"/{command} {question}")
        heard += await town.press("9", f"{command} {question}".strip())
        heard += await town.hear(town.event("-5", f"/{command} {question}", group=True, by_group_admin=True))
        for one in heard:
            assert "55,5%" not in one.text, (command, question)
            assert "7/9" not in one.text, (command, question)
            echoed = one.text.replace(question, "") if question else one.text
            assert "Hoàng Oanh" not in echoed.replace(f"Thu {SECRET}", ""), (command, question)
            assert not re.search(r"CB-?\d", echoed, re.IGNORECASE), (command, question)
            assert "họp nội bộ" not in echoed.lower(), (command, question)
            assert not [data for data in one.buttons.values() if "cb" in data.lower().replace(question.lower(), "")]


async def test_a_cadre_post_and_one_that_does_not_exist_look_the_same_to_a_resident(town: House) -> None:
    real, invented = await town.ask("9", "/read CB-1"), await town.ask("9", "/read CB-2")
    assert real.replace("CB-1", "CB-2") == invented


async def test_a_cadre_sees_cadre_posts_by_every_path(town: House) -> None:
    await town.join("9", Role.CADRE)
    for question in ("/latest", "/read CB-1", "/search hoang oanh", "/meetings", "/results hoang oanh"):
        assert "Hoàng Oanh" in await town.ask("9", question), question
    assert "7/9" in await town.ask("9", "/targets")


async def test_a_cadre_who_is_revoked_no_longer_sees_them(town: House) -> None:
    await town.join("9", Role.CADRE)
    await town.set_role("9", Role.RESIDENT)
    for question in ("/latest", "/search hoang oanh", "/meetings", "/results hoang oanh", "/read CB-1"):
        assert "Họp nội bộ" not in await town.ask("9", question), question


async def test_the_sample_for_a_new_subscriber_is_a_public_post(town: House) -> None:
    await town.publish("7", CADRE_POST, cadres=True)
    heard = await town.press("9", "subscribe.agree")
    assert not [one for one in heard if SECRET in one.text]
    await town.pushes()
    samples = {row["id"] for row in await town.rows(dispatch) if row["kind"] == "sample"}
    (copy,) = [row for row in await town.rows(delivery) if row["dispatch_id"] in samples]
    (sampled,) = [row for row in await town.rows(revision) if row["id"] == copy["revision_id"]]
    assert sampled["title"] == "Thông báo cúp điện"


async def test_a_target_everybody_sees_takes_no_source_from_cadre_posts(town: House) -> None:
    await town.say(ADMIN, f"/capnhat\nTên | Đơn vị | Kế hoạch\nThu {SECRET} | % | 60")
    await town.say(ADMIN, "ghi")
    for one in ("/capnhat thu", "năm 2026", "55,5"):
        await town.say(ADMIN, one)
    assert "không phải tin nội bộ" in await town.ask(ADMIN, "CB-1")
    assert "55,5" not in await town.ask("9", "/targets")


# --- latest, read, targets, results ---------------------------------------------------------------------------


async def test_the_newest_post_stands_first_and_older_ones_on_the_next_page(house: House) -> None:
    await house.join("7", Role.WRITER)
    for number in range(1, 8):
        await house.publish("7", f"Thông báo thứ {number}\n\nNội dung.")
    (first,) = await house.say("9", "/latest")
    assert re.findall(r"Thông báo thứ (\d)", first.text) == ["7", "6", "5", "4", "3"]
    (second,) = await house.press("9", first.buttons["Cũ hơn ›"])
    assert re.findall(r"Thông báo thứ (\d)", second.text) == ["2", "1"]
    assert "Cũ hơn ›" not in second.buttons
    (back,) = await house.press("9", second.buttons["‹ Mới hơn"])
    assert re.findall(r"Thông báo thứ (\d)", back.text)[0] in ("5", "7")
    (read,) = await house.press("9", second.buttons["Đọc 2"])
    assert "Thông báo thứ 2" in read.text


async def test_posts_published_at_the_same_instant_are_each_shown_once(house: House) -> None:
    await house.join("7", Role.WRITER)
    for number in range(1, 8):
        await house.publish("7", f"Thông báo thứ {number}\n\nThu đạt {number}0%.")
    async with house.database.write() as transaction:
        await transaction.execute(update(post).values(published_at=house.clock.now()))
    (first,) = await house.say("9", "/latest")
    (second,) = await house.press("9", first.buttons["Cũ hơn ›"])
    assert sorted(re.findall(r"Thông báo thứ (\d)", first.text + second.text)) == list("1234567")


async def test_read_gives_the_whole_text_with_number_revision_and_code(town: House) -> None:
    (heard,) = await town.say("9", "/read 1")
    assert SEED.partition("\n\n")[2] in heard.text
    assert re.search(r"Tin số 1 · bản 1 · đăng 23/11/2026 · mã \w{4}", heard.text)


async def test_read_of_a_long_text_is_split_and_nothing_is_lost(house: House) -> None:
    await house.join("7", Role.WRITER)
    words = " ".join(f"chữ{number}" for number in range(550))
    await house.publish("7", f"Thông báo dài\n\n{words}")
    heard = await house.say("z", "/read 1", route="zalo-bot:1")
    assert len(heard) > 1
    assert all(len(one.text) <= 2000 for one in heard)
    assert " ".join(" ".join(one.text for one in heard).split()).count("chữ") == 550


async def test_targets_name_the_newest_tally_and_its_post(town: House) -> None:
    answer = await town.ask("9", "chi tieu")
    assert "10/12" in answer
    assert "tin số 1" in answer


async def test_single_targets_stand_worst_first_with_word_and_symbol(house: House) -> None:
    await house.join("7", Role.WRITER)
    table = """Tên | Yêu cầu | Kế hoạch | Thực hiện: năm 2026
        Đạt | ít nhất | 100 | 103,9
        Trễ | | 100 | 50
        Nghèo | nhiều nhất | 10 | 9
        Giữ | giữ ở | 5 | 5
        Chưa đo | | 7 |"""
    await house.say("7", f"/capnhat {table}")
    assert "Đã ghi" in await house.ask("7", "ghi")
    answer = await house.ask("9", "/targets")
    marks = re.findall(r"(🔴|🟢|⭐|⚪) (\S+)", answer)
    assert [mark for mark, _ in marks] == ["🔴", "🟢", "🟢", "⭐", "⚪"]
    assert [name for _, name in marks] == ["Trễ:", "Nghèo:", "Giữ:", "Đạt:", "Chưa"]
    assert "103,9" in answer


async def test_results_are_found_by_words_with_and_without_accents(town: House) -> None:
    for question in ("ngan sach", "ngân sách", "NGÂN SÁCH", "thu ngan sach"):
        answer = await town.ask("9", f"/results {question}")
        assert "103,9%" in answer
        assert "87,8%" in answer
        assert "năm 2022" in answer
        assert "tin số 1" in answer


async def test_results_are_found_by_the_name_of_a_topic(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", "Báo cáo tiêm chủng\n\nTỷ lệ tiêm đạt 97,5% năm 2026.", topic="Y tế")
    assert "97,5%" in await house.ask("9", "/results y te")
    assert "97,5%" not in await house.ask("9", "/results giao duc")


async def test_a_question_of_signs_alone_is_no_question_for_everything(town: House) -> None:
    assert "103,9%" not in await town.ask("9", "/results ???")


async def test_results_go_on_over_pages_without_repeating(house: House) -> None:
    await house.join("7", Role.WRITER)
    lines = "\n".join(f"- Chi tiêu {word} đạt {number},5% năm 2026." for number, word in enumerate("abcdefghijklm", 11))
    await house.publish("7", f"Báo cáo\n\n{lines}")
    (first,) = await house.say("9", "/results chi tieu")
    (second,) = await house.press("9", first.buttons["Cũ hơn ›"])
    shown = re.findall(r"(\d\d),5%", first.text + second.text)
    assert len(shown) == len(set(shown)) == 13


# --- search -----------------------------------------------------------------------------------------------------


async def found(house: House, question: str) -> list[str]:
    return re.findall(r"^(?:🔴 )?(\d+)\. ", await house.ask("9", f"/search {question}"), re.MULTILINE)


@Past
async def five_notices(house: House) -> None:
    await house.join("7", Role.WRITER)
    for text in (
        "Thông báo một\n\nĐiện lực sẽ cúp điện hẻm 47 đường Trần Hưng Đạo.",
        "Thông báo hai\n\nCup dien toan phuong vao chu nhat.",
        "Thông báo ba\n\nCúp nước ở khóm 2; tiền điện tháng này giảm.",
        "Thông báo bốn\n\nLớp dạy điện tử miễn phí cho thiếu niên; cuối hè thi đấu và phát cúp cho đội thắng.",
        "Thông báo năm\n\nTiêm chủng cho trẻ em tại trạm y tế.",
    ):
        await house.publish("7", text)


@pytest.fixture
def library(after: After) -> House:
    return after(five_notices)


async def test_search_ranks_exact_phrase_then_folded_phrase_then_nearness(library: House) -> None:
    assert await found(library, "cúp điện") == ["1", "2", "3", "4"]
    assert await found(library, "cup dien") == ["2", "1", "3", "4"]


async def test_equal_matches_stand_newest_first(library: House) -> None:
    assert await found(library, "thong bao") == ["5", "4", "3", "2", "1"]


async def test_a_cadre_post_that_holds_all_words_changes_nothing_in_what_a_resident_finds(library: House) -> None:
    before = await found(library, "tiêm chủng xe máy")
    await library.publish("7", "Họp kín\n\nTiêm chủng, xe máy.", cadres=True)
    assert await found(library, "tiêm chủng xe máy") == before == ["5"]


async def test_the_beginning_of_the_last_word_is_enough(library: House) -> None:
    assert await found(library, "tiêm chủ") == ["5"]
    assert await found(library, "tiem chu") == ["5"]


async def test_when_no_post_holds_all_words_those_with_some_are_shown(library: House) -> None:
    assert await found(library, "tiêm chủng xe máy") == ["5"]


async def test_the_snippet_is_the_text_as_it_was_written(library: House) -> None:
    (heard,) = await library.say("9", "/search tran hung dao")
    assert "<b>Trần Hưng Đạo</b>" in heard.markup
    (heard,) = await library.say("9", "tim cup dien hem 47")
    assert "<b>cúp điện hẻm 47</b>" in heard.markup


async def test_decomposed_accents_find_composed_ones(library: House) -> None:
    assert await found(library, unicodedata.normalize("NFD", "điện hẻm")) == ["1"]
    assert await found(library, unicodedata.normalize("NFD", "tiêm chủng")) == ["5"]


HOSTILE = [
    '"',
    "'",
    "cúp AND điện",
    "cúp OR NOT điện",
    "NEAR(cup dien)",
    "cup*",
    "*",
    "%",
    "_",
    "\\",
    "cup:dien",
    "cup & dien | !x <-> y",
    "':*'",
    "folded:cup",
    "^cup",
    "{cup} [dien] (hem)",
    "-cup +dien",
    "cúp\tđiện\n\nhẻm",
    "x" * 5000,
    "điện " * 1000,
    "1e5 2e 47a 0x1F 1.5.2026 a@b.vn http://x.vn/y",
    "; DROP TABLE post",
    "🇻🇳",
    "ấ",
]


async def test_no_question_breaks_the_search(library: House) -> None:
    for question in HOSTILE:
        heard = await library.say("9", f"/search {question}")
        assert len(heard) == 1, question
        assert "trục trặc" not in heard[0].text, question
        assert len(heard[0].text) < 4000, question


async def test_words_inside_other_words_are_not_found(library: House) -> None:
    assert await found(library, "iện") == []
    assert await found(library, "an") == []


async def test_words_with_digits_are_found_alike_on_both_engines(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", "Quyết định 1e5 và 47/QĐ-UBND\n\nHẻm 47A, số 0123, mã 3g, 12e, v2.0, 10.000 đồng.")
    for question in ("1e5", "47", "qd ubnd", "47a", "0123", "3g", "12e", "v2", "10 000", "hem 47a", "12"):
        assert await found(house, question) == ["1"], question


async def test_a_draft_and_an_older_revision_are_not_found(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", "/post Thông báo kẹo dừa\n\nNội dung.")
    await house.press("7", f"post.edit {heard[-1].buttons['Sửa'].split()[1]} title")
    heard = await house.say("7", "Thông báo khoai mì")
    assert await found(house, "khoai mì") == []
    await house.press("7", heard[-1].buttons["Đăng"])
    assert await found(house, "khoai mì") == ["1"]


async def test_the_longest_text_with_the_longest_documents_is_found(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", NOTICE)
    codes = (f"{number:05}" for number in itertools.count())
    documents = [" ".join(itertools.islice(codes, MOST_WORDS // 6)) for _ in range(4)]
    body = " ".join("".join(letters) for letters in itertools.product(string.ascii_lowercase + "23456789", repeat=3))
    body += " " + " ".join(itertools.islice(codes, (LONGEST_TEXT - len(body)) // 6))
    async with house.database.write() as transaction:
        for number, words in enumerate(documents):
            got = Received(b"x", str(number), "a.txt", False, number, words, (), "telegram:42", "")
            await attachments.link_files(
                transaction, 1, [await attachments.store_file(transaction, got, house.clock.now())]
            )
        await search.index_post(transaction, 1, 1, body)
    assert "cúp điện" in await house.ask("9", "tìm 00007")

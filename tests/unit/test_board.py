"""Posts on paper and in links: one A4 page whatever a post says, in letters for a notice board, nothing cut in two."""

import io
import re
from dataclasses import replace

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given, settings
from PIL import Image
from pypdfium2 import raw

from bot.cards.charts.board import breakable, printable, units_of
from bot.cards.charts.draw import draw, key_of
from bot.cards.charts.qr import square
from bot.cards.papers import board_page, link_picture, poster_page, ward_link_picture
from bot.domain.posts import Kind, PostState, Said
from bot.domain.views import Poster, PostView, WardInfo, Way
from bot.domain.when_lines import WhenLines
from bot.messages.message import Drawing
from bot.reading.reader import read
from tests.unit.test_cards import VIEWS
from tests.unit.test_when_cards import notice

ADDRESS = "https://tin.example.vn/loa/4"
WARD = WardInfo("Phường Mỹ Bình", "0296 3841 000")


def paper(drawing: Drawing) -> str:
    """What stands on a sheet, without blanks and breaks; there is one sheet."""
    document = pypdfium2.PdfDocument(draw(drawing))
    assert len(document) == 1
    return re.sub(r"[\s\u200b\ufffe\u0002]", "", document[0].get_textpage().get_text_bounded())


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def letters(drawing: Drawing) -> list[float]:
    """The size of each letter on a sheet, in points."""
    page = pypdfium2.PdfDocument(draw(drawing))[0].get_textpage()
    places = (place for place in range(page.count_chars()) if not raw.FPDFText_IsGenerated(page, place))
    return [raw.FPDFText_GetFontSize(page, place) for place in places]


def of_length(sentences: int, **changes: object) -> PostView:
    body = "".join(f"Câu số {n} nói về việc của tổ dân phố số {n} trong khóm.\n" for n in range(1, sentences + 1))
    return notice(body=body, **changes)


def test_a_short_notice_stands_on_its_page_whole_and_in_large_letters() -> None:
    drawing = board_page(notice(), ADDRESS)
    shown = paper(drawing)
    for words in (
        "PHƯỜNG MỸ BÌNH",
        "THÔNG BÁO",
        "Về việc cúp nước",
        "Thời gian: từ 8 giờ đến 10 giờ ngày 02/12/2026",
        "Cần làm: trữ nước trước",
        "Nhà máy nước cúp nước hẻm 9",
        "Tin số 4 · bản 1 · đăng 30/11/2026 · mã A2B3",
        "Quét mã để xem bản mới nhất",
        ADDRESS,
        "Phường không bao giờ hỏi mã OTP",
    ):
        assert bare(words) in shown
    assert "toànvăn" not in shown
    assert max(letters(drawing)) > 30
    assert sum(size >= 22 for size in letters(drawing)) > 100


@pytest.mark.parametrize("sentences", [10, 20, 30, 45, 80, 800])
def test_of_a_long_text_whole_sentences_stand_there_and_where_the_rest_is(sentences: int) -> None:
    drawing = board_page(of_length(sentences), ADDRESS)
    shown = paper(drawing)
    begun = [n for n in range(1, sentences + 1) if bare(f"Câu số {n} nói") in shown]
    assert begun == list(range(1, len(begun) + 1))
    assert len(begun) >= min(sentences, 10)
    assert all(bare(f"Câu số {n} nói về việc của tổ dân phố số {n} trong khóm.") in shown for n in begun)
    assert (bare(f"Đọc toàn văn tại {ADDRESS}") in shown) == (len(begun) < sentences)
    assert min(letters(drawing)) >= 12


def test_more_text_never_means_less_of_it_on_the_page() -> None:
    counts = [paper(board_page(of_length(n), ADDRESS)).count("nóivềviệc") for n in (12, 25, 50)]
    assert counts == sorted(counts)


def test_a_report_that_is_long_tells_its_figures_first() -> None:
    text = "".join(f"Khóm {n} vận động được {n},5% số hộ trong năm 2026.\n" for n in range(1, 100))
    reading = read(f"Báo cáo kết quả vận động\n\n{text}")
    view = notice(title=reading.title, body=text, kind=Kind.REPORT, summary=("Cả phường đều tham gia.",))
    shown = paper(board_page(replace(view, reading=reading), ADDRESS))
    assert bare("Số liệu chính") in shown
    assert bare("Khóm 1 vận động được 1,5%") in shown
    assert shown.index(bare("Số liệu chính")) < shown.index(bare("Cả phường đều tham gia."))
    assert bare("Khóm 99 vận động") not in shown


@settings(max_examples=25, deadline=None)
@given(VIEWS)
def test_whatever_a_post_says_it_is_one_page_and_has_a_picture(view: PostView) -> None:
    assert len(pypdfium2.PdfDocument(draw(board_page(view, ADDRESS)))) == 1
    assert Image.open(io.BytesIO(draw(link_picture(view)))).size == (1200, 630)


def test_what_became_of_a_post_stands_above_its_title() -> None:
    ended = notice(state=PostState.EXPIRED, closing=Said("đã có nước lại"), changes=("8 giờ thành 9 giờ",), urgent=True)
    shown = paper(board_page(ended, ADDRESS))
    title = shown.index(bare("Về việc cúp nước"))
    for words in ("ĐÃ KẾT THÚC: đã có nước lại", "ĐÍNH CHÍNH", "KHẨN"):
        assert shown.index(bare(words)) < title
    assert bare("8 giờ thành 9 giờ") in shown


def test_without_pages_the_sheet_names_the_bot_and_has_no_square() -> None:
    drawing = board_page(of_length(80), "")
    assert drawing.data["qr"] == ""
    assert bare("nhắn “đọc 4”") in paper(drawing)


def test_a_schedule_in_rows_is_a_list_whose_cells_stay_apart() -> None:
    rows = tuple(f"Khóm {n}\t2{n}/11/2026\t7 giờ - 11 giờ" for n in range(1, 4))
    drawing = board_page(notice(when=WhenLines(time=rows)), ADDRESS)
    sorts = [one["sort"] for one in drawing.data["whole"] or []]
    assert sorts[:4] == ["when", "item", "item", "item"]
    assert bare("Khóm 1 – 21/11/2026 – 7 giờ - 11 giờ") in paper(drawing)


def test_rows_are_set_as_a_table_and_wide_ones_as_lines() -> None:
    narrow = units_of("Khóm\tGiờ\nKhóm 1\t8 giờ\nKhóm 2\t9 giờ")
    assert [one["sort"] for one in narrow] == ["row"] * 3
    wide = units_of("\t".join("abcdefg") + "\n" + "\t".join("1234567"))
    assert [one["sort"] for one in wide] == ["text"] * 2
    shown = paper(board_page(notice(body="Lịch\nKhóm\tGiờ\nKhóm 1\t8 giờ\nKhóm 2\t9 giờ"), ADDRESS))
    assert bare("Khóm 2 9 giờ") in shown


def test_pictures_and_unseen_marks_are_left_out_and_long_words_may_be_parted() -> None:
    assert printable("📢 Bà con \u202eơi 👨‍👩‍👧 nhé ▪ 5 m²") == "Bà con ơi nhé ▪ 5 m²"
    assert breakable("Nguyễn") == "Nguyễn"
    word = "a" * 60
    assert breakable(word).replace("\u200b", "") == word
    assert max(map(len, breakable(word).split("\u200b"))) <= 24
    assert bare(word) in paper(board_page(notice(body=word, title=word), ADDRESS))


def test_the_same_sheet_is_the_same_bytes_whenever_it_is_drawn() -> None:
    drawing = board_page(notice(), ADDRESS)
    assert draw(drawing) == draw(drawing)


def test_another_revision_is_another_sheet_and_picture() -> None:
    for make in (lambda view: board_page(view, ADDRESS), link_picture):
        assert key_of(make(notice())) != key_of(make(notice(revision=2)))


# --- the poster -----------------------------------------------------------------------------------------------------


def test_a_poster_leads_to_the_bot_and_says_what_the_ward_never_asks_for() -> None:
    way = Way("telegram", "https://t.me/loa_my_binh_bot?start=kv-3")
    drawing = poster_page(Poster(WARD, "Khóm 3", (way,)))
    shown = paper(drawing)
    for words in ("PHƯỜNG MỸ BÌNH", "Khóm 3", "t.me/loa_my_binh_bot", "OTP", "0296 3841 000", "Telegram"):
        assert bare(words) in shown
    assert min(letters(drawing)) >= 13
    assert drawing.data["codes"][0]["qr"] == square(way.link).decode()


@pytest.mark.parametrize("ways", [1, 2])
def test_a_poster_of_the_longest_names_is_one_page(ways: int) -> None:
    roads = (Way("telegram", f"https://t.me/{'a' * 32}?start=kv-3"), Way("zalo-bot", "https://zalo.me/s/abc/"))
    poster = Poster(WardInfo("Phường " + "Mỹ Bình " * 6, "0296 3841 000"), "Khu phố " + "Mỹ Thọ " * 7, roads[:ways])
    paper(poster_page(poster))


def test_the_picture_of_the_ward_is_as_large_as_links_want_it() -> None:
    assert Image.open(io.BytesIO(draw(ward_link_picture(WARD)))).size == (1200, 630)


def test_numbers_titles_and_initials_end_no_sentence() -> None:
    text = "1. Chủ tịch UBND TP. Long Xuyên và ông Nguyễn Văn A. Bình cùng dự. Bà con mang căn cước. Xin đến sớm."
    assert ["".join(words for words, _ in one["parts"]).strip() for one in units_of(text)] == [
        "1. Chủ tịch UBND TP. Long Xuyên và ông Nguyễn Văn A. Bình cùng dự.",
        "Bà con mang căn cước.",
        "Xin đến sớm.",
    ]

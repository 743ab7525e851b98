"""Files from before .docx and letters from before Unicode: .doc, .rtf, VNI, TCVN3, torn words, heads of pages."""

import shutil
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures import WarningCode
from bot.errors import DocumentError
from bot.reading.documents.document import Document
from bot.reading.documents.door import read_document
from bot.reading.documents.letters import convert_old
from bot.reading.documents.pages import without_codes, without_heads
from bot.reading.doubts.source import carried_over, with_source
from bot.reading.grammar.syllables import is_syllable, mended, torn_words
from bot.reading.reader import read
from tests.unit.reading import documents as made
from tests.unit.reading.test_properties import FAST, TEXTS

TOLD = "Báo cáo kết quả thực hiện nhiệm vụ: thu ngân sách đạt 103,9% dự toán, bằng 12,4 tỷ đồng."
VNI = "Baùo caùo keát quaû thöïc hieän nhieäm vuï: thu ngaân saùch ñaït 103,9% döï toaùn, baèng 12,4 tyû ñoàng."
TCVN3 = "B¸o c¸o kÕt qu¶ thùc hiÖn nhiÖm vô: thu ng©n s¸ch ®¹t 103,9% dù to¸n, b»ng 12,4 tû ®ång."


# --- .doc and .rtf ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
async def test_a_doc_is_read_where_antiword_is_installed() -> None:
    document = await read_document(made.old_word("ỦY BAN NHÂN DÂN", TOLD))
    assert document.text.split() == ["ỦY", "BAN", "NHÂN", "DÂN", *TOLD.split()]


async def test_a_doc_is_refused_with_what_to_install_where_antiword_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentError, match="document-doc"):
        await read_document(made.old_word(TOLD))


@pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
async def test_a_doc_that_is_cut_off_is_damaged() -> None:
    with pytest.raises(DocumentError, match=r"document-(?:damaged|empty)"):
        await read_document(made.old_word(TOLD)[:2000])


def as_rtf(text: str) -> bytes:
    codes = "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)
    return (r"{\rtf1\ansi\ansicpg1258{\fonttbl{\f0 Times New Roman;}}\f0\fs28 " + codes + r"\par }").encode("ascii")


async def test_an_rtf_gives_its_text_and_never_its_codes() -> None:
    document = await read_document(as_rtf(TOLD))
    assert document.text.strip() == TOLD


async def test_the_rows_of_an_rtf_table_are_lines_with_tabs() -> None:
    row = r"\trowd\cellx3000\cellx6000 Thu ng\u226?n s\u225?ch\cell 103,9%\cell\row "
    document = await read_document((r"{\rtf1\ansi K\u7871?t qu\u7843?\par " + row + "}").encode("ascii"))
    assert document.text.strip().split("\n") == ["Kết quả", "Thu ngân sách\t103,9%"]


# --- letters from before Unicode ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "old"), [("VNI", VNI), ("TCVN3", TCVN3)])
async def test_a_text_of_an_old_font_is_converted_and_its_beginning_shown_for_confirmation(name: str, old: str) -> None:
    for data in (old.encode(), old.encode("cp1252"), made.word(old)):
        document = await read_document(data)
        assert (document.text.strip(), document.encoding) == (TOLD, name)
    reading = with_source(read(document.text), document)
    doubt = reading.warnings[0]
    assert (doubt.code, doubt.note) == (WarningCode.CONVERTED_TEXT, f"phông {name}")
    assert doubt.quotes[0] in document.text


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("VNI", "UÛY BAN NHAÂN DAÂN PHÖÔØNG TAÂN LOÄC, THAØNH PHOÁ LONG XUYEÂN"),
        ("TCVN3", "ñy ban nh©n d©n ph­êng T©n Léc, thµnh phè Long Xuyªn"),
    ],
)
def test_capitals_and_letters_that_stand_alone_are_converted(name: str, old: str) -> None:
    text, encoding = convert_old(old)
    assert encoding == name
    assert text.lower() == "ủy ban nhân dân phường tân lộc, thành phố long xuyên"


@pytest.mark.parametrize(
    "text",
    [
        TOLD,
        "Ông Trần Văn Đức, bà Hồ Thị Ýên",
        "Überraschung für François, Åse und Øyvind",
        "ÑANDÚ Ñ ñ",
        "",
        "12,4 % © 2026 ®",
        TOLD.upper(),
    ],
)
def test_letters_of_unicode_stay(text: str) -> None:
    assert convert_old(text) == (text, "")


def test_lines_in_unicode_between_old_ones_stay() -> None:
    assert convert_old(f"{TOLD}\n{VNI}\n{TOLD}") == (f"{TOLD}\n{TOLD}\n{TOLD}", "VNI")


@given(TEXTS)
@FAST
def test_no_text_breaks_the_tables(text: str) -> None:
    converted, name = convert_old(text)
    assert name or converted == text


# --- torn words ---------------------------------------------------------------------------------------------------

TORN = [
    ("thu 12 t ỷ đ ồng", "thu 12 tỷ đồng"),
    ("th ực hi ện ch ỉ tiêu", "thực hiện chỉ tiêu"),
    ("còn 45 h ộ nghèo", "còn 45 hộ nghèo"),
    ("phườ ng Tân Lộc, đồ ng bào", "phường Tân Lộc, đồng bào"),
    ("Đ ồng chí, Đ ẢNG B Ộ", "Đồng chí, ĐẢNG BỘ"),
    ("đ ạt 103,9% k ế hoạch", "đạt 103,9% kế hoạch"),
    ("t ỷ đ ồng, tr ẻ em ở t ổ 5, b ằng m ột nửa", "tỷ đồng, trẻ em ở tổ 5, bằng một nửa"),
]


@pytest.mark.parametrize(("torn", "whole"), TORN)
def test_words_in_pieces_are_put_together(torn: str, whole: str) -> None:
    assert mended(torn)[0] == whole


@pytest.mark.parametrize(
    "text",
    [
        TOLD,
        "Tổ 5 ở khóm 3, anh Ba ăn cơm, ông An ở hẻm 7",
        "Ông T ở khóm 2; lớp 5 A ở trường; nhóm B ông Nam",
        "điểm đ ưu tiên, khoản h ấy, vitamin C ít nhất",
        "từ 7 h ở nhà, 5 m ống nước, 3 g ớt",
        "a) b) c) d) đ) e)",
        "Bà Ý, chị Ân, cụ Ứng",
        "x y z",
    ],
)
def test_what_stands_alone_is_left_alone(text: str) -> None:
    assert mended(text) == (text, ())


@given(TEXTS)
@FAST
def test_mending_only_takes_blanks_away_and_ends(text: str) -> None:
    made_whole, words = mended(text)
    assert made_whole.replace(" ", "") == text.replace(" ", "")
    assert bool(words) == bool(torn_words(text))
    assert all(map(is_syllable, words))


async def test_a_file_with_torn_words_is_read_mended_and_doubted() -> None:
    document = await read_document("Phường thu ngân sách 12,4 t ỷ đ ồng, đạt 103,9% d ự toán.".encode())
    reading = with_source(read(document.text), document)
    assert [figure.value for figure in reading.figures] == [Decimal(12_400_000_000), Decimal("103.9")]
    assert (reading.warnings[0].code, reading.warnings[0].quotes) == (WarningCode.BROKEN_TEXT, ("tỷ", "đồng", "dự"))


def test_a_pasted_text_with_torn_words_is_doubted_and_stays_as_it_is() -> None:
    (doubt,) = read("Phường thu ngân sách 12,4 t ỷ đ ồng trong năm 2026.").warnings
    assert (doubt.code, doubt.quotes) == (WarningCode.BROKEN_TEXT, ("t ỷ", "đ ồng"))


def test_a_text_mended_by_hand_keeps_the_doubt_of_its_converted_letters() -> None:
    text, encoding = convert_old(VNI)
    before = with_source(read(text), Document(text, encoding=encoding))
    assert WarningCode.CONVERTED_TEXT in {one.code for one in carried_over(read(text + " Thêm."), before).warnings}


# --- what is on a page and no text --------------------------------------------------------------------------------


def test_numbers_and_heads_of_pages_are_left_out() -> None:
    said = ("Mức thu phí là 12.000 đồng.", "Hộ nghèo được miễn.", "Có hiệu lực từ ngày ký.")
    pages = [f"{number} CÔNG BÁO\n{one}\n- {number} -" for number, one in enumerate(said, 16)]
    assert without_heads(pages) == list(said)
    assert without_heads(["Một trang\n1", "Hai\nTrang 2/2"]) == ["Một trang", "Hai"]


def test_a_single_page_and_lines_within_pages_stay() -> None:
    assert without_heads(["12\nTờ trình\n34"]) == ["12\nTờ trình\n34"]
    pages = [f"Mở đầu {word}\nGiữa\n2026\nGiữa\nCuối {word}" for word in ("một", "hai", "ba")]
    assert without_heads(pages) == pages


@pytest.mark.parametrize("codes", ["A\tB\t1\t2\t3=2/1", "(1)\t(2)\t(3)\t(4)=(3)/(2)", "1\t2\t3\t4", "A\tB\tC\t1\t2"])
def test_the_row_that_numbers_the_columns_of_a_table_is_left_out(codes: str) -> None:
    table = "STT\tChỉ tiêu\tKế hoạch\tThực hiện\tTỷ lệ"
    row = "1\tThu phí\t200\t150\t75"
    assert without_codes(f"{table}\n{codes}\n{row}") == f"{table}\n{row}"


@pytest.mark.parametrize("row", ["1\tThu phí\t2", "12\t15\t18", "1\t2", "5\t6\t7", "1\t3\t2"])
def test_rows_of_figures_stay(row: str) -> None:
    assert without_codes(f"a\tb\n{row}") == f"a\tb\n{row}"


async def test_a_sheet_of_a_workbook_is_read_alone_when_it_is_asked_for() -> None:
    data = made.sheets({"Thu": [["Thu phí", 12]], "Chi": [["Chi lương", 34]], "Trống": []})
    both = await read_document(data)
    assert both.sheets == ("Thu", "Chi")
    assert (await read_document(data, sheet="Chi")).text == "Chi lương\t34"
    assert (await read_document(data, sheet="Không có")).text == both.text
    assert (await read_document(made.sheets({"Thu": [["a", 1]]}))).sheets == ()


@given(st.lists(st.text(max_size=60), max_size=5))
@FAST
def test_no_pages_break_the_trimming(pages: list[str]) -> None:
    trimmed = without_heads(pages)
    assert len(trimmed) == len(pages)
    assert all(
        line in page.split("\n") for page, kept in zip(pages, trimmed, strict=True) for line in kept.split("\n") if line
    )

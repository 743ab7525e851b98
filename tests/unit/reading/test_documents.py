"""Documents → text: each kind by its content, each refusal with its own reason, and never more memory than allowed."""

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from bot.domain.figures import WarningCode
from bot.errors import DocumentError
from bot.reading.documents.door import read_document
from bot.reading.documents.extract import MEMORY, MOST_INPUT, MOST_TEXT
from bot.reading.documents.word import word_text
from bot.reading.reader import read
from tests.unit.reading import documents as made

ROOT = Path(__file__).resolve().parents[3]
NOTICE = "Thông báo cúp điện\nĐiện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026."
MB = 2**20


async def text_of(data: bytes) -> str:
    return (await read_document(data)).text


async def reason(data: bytes) -> str:
    """Why a file is refused by a machine that reads no pictures."""
    with pytest.raises(DocumentError) as refused:
        await read_document(data, scans=False)
    return refused.value.reason


# --- .docx --------------------------------------------------------------------------------------------------------


async def test_a_docx_gives_paragraphs_and_tables_in_their_order() -> None:
    data = made.word("Kết quả", [["Chỉ tiêu", "Đạt"], ["Thu ngân sách", "103,9%"]], "Nơi nhận: lưu")
    assert await text_of(data) == "Kết quả\nChỉ tiêu\tĐạt\nThu ngân sách\t103,9%\nNơi nhận: lưu"


async def test_a_docx_keeps_the_columns_beside_a_merged_cell_and_the_words_of_content_controls() -> None:
    cell = "<w:tc>{}<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    wide = cell.format('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', "gộp")
    data = made.raw_word(
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>trong ô mẫu</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        f"<w:tbl><w:tr>{wide}{cell.format('', 'ba')}</w:tr></w:tbl>"
    )
    assert await text_of(data) == "trong ô mẫu\ngộp\t\tba"


async def test_a_docx_gives_what_was_inserted_and_not_what_was_deleted() -> None:
    data = made.raw_word(
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>mới</w:t><w:br/><w:t>hai</w:t></w:r></w:ins></w:p>"
    )
    assert await text_of(data) == "mới\nhai"


ENTITIES = '<!DOCTYPE w:document [<!ENTITY a "3"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:t>đạt 103<!-- sửa -->,8%</w:t>", "đạt 103,8%"),
        ("<w:t>đạt 103<?dấu trang?>,8%</w:t>", "đạt 103,8%"),
        ("<w:t>đạt 10&a;,8%</w:t>", "đạt 10\ufffd,8%"),
        ("<w:t>đạt 10&b;,8%</w:t>", "đạt 10\ufffd,8%"),
        ("<w:t>đạt 10</w:t>&a;<w:t>,8%</w:t>", "đạt 10\ufffd,8%"),
        ("<w:t>đạt 10<w:x/>,8%</w:t>", "đạt 10\ufffd,8%"),
        ('<w:t>đạt </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t>', "đạt ≥95%"),
        ('<w:t>dài 3</w:t><w:sym w:font="Symbol" w:char="F061"/><w:t>8 km</w:t>', "dài 3\ufffd8 km"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/><w:t> Đạt</w:t>', "☑ Đạt"),
        ('<w:sym w:font="Wingdings" w:char="F028"/><w:t> 0296 3 841 234</w:t>', "0296 3 841 234"),
        ('<w:sym w:font="Arial" w:char="2265"/><w:t>95%</w:t>', "≥95%"),
        ('<w:sym w:font="Arial" w:char="không"/><w:t>95%</w:t>', "\ufffd95%"),
    ],
)
def test_no_word_of_a_docx_falls_out_of_a_sentence_unseen(run: str, text: str) -> None:
    assert word_text(made.raw_word(f"<w:p><w:r>{run}</w:r></w:p>", before=ENTITIES)).strip() == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<m:r><m:t>103,8</m:t></m:r>", "103,8"),
        ("<m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>14</m:t></m:r></m:den></m:f>", "3/14"),
        ("<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "m²"),
        ("<m:rad><m:e><m:r><m:t>9</m:t></m:r></m:e></m:rad>", "\ufffd"),
    ],
)
def test_a_formula_of_a_docx_is_told_in_letters_or_leaves_a_mark(formula: str, text: str) -> None:
    run, told = "<w:r><w:t>{}</w:t></w:r>", f'<m:oMath xmlns:m="{MATH}">{formula}</m:oMath>'
    body = f"<w:p>{run.format('đạt ')}{told}{run.format(' hộ')}</w:p>"
    assert word_text(made.raw_word(body)) == f"đạt {text} hộ"


def test_a_text_of_another_format_within_a_docx_leaves_a_mark() -> None:
    body = f"{made.paragraph('Một')}<w:altChunk/>{made.paragraph('Hai')}"
    assert word_text(made.raw_word(body)) == "Một\n\ufffd\nHai"


async def test_what_fell_out_of_a_document_is_doubted_with_the_words_around_it() -> None:
    data = made.raw_word(made.paragraph("Kết quả thu ngân sách đạt 10&a;,8% dự toán năm."), before=ENTITIES)
    doubts = [one for one in read(await text_of(data)).warnings if one.code is WarningCode.LOST_TEXT]
    assert [one.quotes for one in doubts] == [("đạt 10\ufffd,8% dự",)]


async def test_the_head_of_an_official_letter_is_read_column_by_column() -> None:
    head = [["UBND PHƯỜNG TÂN LỘC\nSố: 12/BC-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập"]]
    assert (await text_of(made.word(*[head]))).splitlines()[:3] == [
        "UBND PHƯỜNG TÂN LỘC",
        "Số: 12/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]


async def test_a_docx_with_a_password_is_refused() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    assert await reason(ole + "EncryptedPackage".encode("utf-16-le")) == "document-encrypted"
    assert await reason(ole) == "document-kind"


async def test_a_broken_docx_is_refused() -> None:
    whole = made.word(NOTICE)
    assert await reason(whole[: len(whole) // 2]) == "document-damaged"
    assert await reason(made.packed({"word/document.xml": b"<w:document"})) == "document-damaged"


async def test_an_archive_of_other_things_is_of_no_known_kind() -> None:
    assert await reason(made.packed({"anh.jpg": b"x"})) == "document-kind"


# --- bombs --------------------------------------------------------------------------------------------------------


async def test_a_docx_of_300_kb_that_unpacks_to_300_mb_is_refused_at_once() -> None:
    bomb = made.word_bomb()
    assert 250_000 < len(bomb) < 350_000
    started = time.monotonic()
    assert await reason(bomb) == "document-bomb"
    assert time.monotonic() - started < 5


async def test_an_archive_of_very_many_files_is_refused() -> None:
    assert await reason(made.packed({f"word/{n}": b"" for n in range(6000)})) == "document-bomb"


async def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = made.word_bomb()
    lying = bomb.replace(made.BOMB_SIZE.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    # The entry's size is written in two places, with what stands before the letters.
    true = (made.BOMB_SIZE + 100).to_bytes(4, "little")[2:]
    for place in range(len(bomb) - 200, len(bomb) - 4):
        if bomb[place + 2 : place + 4] == true:
            lying = bomb[:place] + (1000).to_bytes(4, "little") + bomb[place + 4 :]
    assert await reason(lying) in {"document-damaged", "document-bomb"}


def grows_in_the_parser() -> bytes:
    """A .docx within all declared limits, whose paragraphs take half a gigabyte as elements in memory."""
    head, foot = f'<w:document xmlns:w="{made.WORD}"><w:body>'.encode(), b"</w:body></w:document>"
    with zipfile.ZipFile(io.BytesIO(made.word())) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    # What does not shrink keeps the ratio small.
    photo = os.urandom(MB // 2)
    return made.packed({**entries, "word/document.xml": head + b"<w:p/>" * 4_000_000 + foot, "word/anh.jpg": photo})


async def test_a_document_that_grows_in_the_parser_ends_the_child_and_not_the_bot() -> None:
    assert await reason(grows_in_the_parser()) in {"document-bomb", "document-damaged"}


def memory_of_child(data: bytes) -> int:
    """The most bytes that a child had in memory, looked at every millisecond.

    Not from getrusage: a new process inherits the figure of the one it was forked from.
    """
    command = [sys.executable, "-m", "bot.reading.documents.extract"]
    most = 0
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        child = subprocess.Popen(command, cwd=ROOT, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while child.poll() is None:
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
            program = Path(f"/proc/{child.pid}/cmdline").read_bytes()
            if b"extract" in program and (found := re.search(r"VmHWM:\s+(\d+) kB", status)):
                most = max(most, int(found[1]) * 1024)
        time.sleep(0.001)
    return most


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured in /proc")
@pytest.mark.parametrize(
    "data", [grows_in_the_parser, made.word_bomb, lambda: b"x" * 100 * MB], ids=lambda one: one.__name__
)
def test_a_child_never_takes_300_mb(data: Callable[[], bytes]) -> None:
    assert 0 < memory_of_child(data()) < 300 * MB
    assert MEMORY < 300 * MB


# --- .pdf ---------------------------------------------------------------------------------------------------------


async def test_a_pdf_gives_its_text_layer_line_by_line() -> None:
    assert await text_of(made.pdf(*NOTICE.split("\n"))) == NOTICE


async def test_a_pdf_with_a_password_is_refused() -> None:
    assert await reason(made.locked_pdf()) == "document-encrypted"


async def test_a_scan_is_refused_also_under_the_stamp_of_a_signature() -> None:
    assert await reason(made.pdf(scan=True)) == "document-scan"
    assert await reason(made.pdf("Ký bởi: UBND phường", "Ngày ký: 25/11/2026", scan=True)) == "document-scan"
    assert await reason(made.pdf("")) == "document-scan"


async def test_a_text_layer_that_leads_to_no_letters_is_refused() -> None:
    assert await reason(made.pdf(*NOTICE.split("\n"), unmapped=True)) == "document-letters"


async def test_a_broken_pdf_is_refused() -> None:
    assert await reason(b"%PDF-1.7\n" + os.urandom(1000)) == "document-damaged"


# --- .xlsx --------------------------------------------------------------------------------------------------------


async def test_a_sheet_gives_its_rows_with_tabs_and_numbers_as_vietnamese_write_them() -> None:
    rows: made.Rows = [["Chỉ tiêu", "Đạt", "Ngày"], ["Thu ngân sách", 103.9, date(2026, 11, 25)], ["Số hộ", 1357, None]]
    assert await text_of(made.sheets({"Biểu 1": rows})) == (
        "Chỉ tiêu\tĐạt\tNgày\nThu ngân sách\t103,9\t25/11/2026\nSố hộ\t1357"
    )


async def test_several_sheets_carry_their_names_and_hidden_ones_are_left_out() -> None:
    data = made.sheets({"Thu": [["a", 0.1 + 0.2]], "Chi": [[datetime(2026, 1, 2, 7, 30)]], "Nháp": [["x"]]}, ("Nháp",))  # noqa: DTZ001
    assert await text_of(data) == "Thu\na\t0,3\n\nChi\n07:30 02/01/2026"


async def test_a_cell_shown_as_a_percentage_is_read_as_one_wherever_the_sheet_begins() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["C3"], sheet["D3"], sheet["AB4"], sheet["C4"] = "Thu", 0.878, 1.039, 0.5
    sheet["D3"].number_format, sheet["AB4"].number_format = "0.0%", "0%"
    data = io.BytesIO()
    workbook.save(data)
    first, second = (await text_of(data.getvalue())).split("\n")
    assert first == "Thu\t87,8%"
    assert second.split() == ["0,5", "103,9%"]


async def test_an_empty_workbook_is_refused() -> None:
    assert await reason(made.sheets({"Trống": []})) == "document-empty"


# --- .txt ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
async def test_a_text_file_is_read_in_unicode(encoding: str) -> None:
    assert await text_of(NOTICE.encode(encoding)) == NOTICE


async def test_a_text_file_of_older_windows_is_read_where_that_is_clear() -> None:
    text = "Thông báo cúp điê\u0323n, mơ\u0300i ba\u0300 con theo do\u0303i."
    assert await text_of(text.encode("cp1258")) == "Thông báo cúp điện, mời bà con theo dõi."


async def test_letters_of_no_known_font_are_refused_and_not_guessed() -> None:
    assert await reason("µ¶·¹ »¾¼½ Æ© Ç®ÊË ªÐÌ ÎÏÑ qx«Ö zz×Ø wwÞ jjß µÆÇ ÊËÐ".encode()) == "document-letters"
    assert await reason(b"\xff\xfe\x00\xd8x") == "document-letters"


async def test_a_picture_is_a_scan_and_a_program_is_of_no_known_kind() -> None:
    assert await reason(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8) == "document-scan"
    assert await reason(b"\x7fELF" + b"\0" * 100) == "document-kind"


async def test_an_empty_file_is_refused() -> None:
    assert await reason(b"") == "document-empty"
    assert await reason(b" \n\t") == "document-empty"


async def test_what_no_database_can_keep_is_left_out() -> None:
    assert await text_of("Báo\x07 cáo\x7f".encode() + b"." * 1200) == "Báo cáo" + "." * 1200


# --- web pages ----------------------------------------------------------------------------------------------------


async def test_a_web_page_gives_its_article_without_its_menu() -> None:
    told = NOTICE.split("\n")[1]
    text = await text_of(made.page("Thông báo cúp điện", told, told + " Mong bà con thông cảm."))
    assert text.startswith("Thông báo cúp điện")
    assert told in text
    assert "Trang chủ" not in text


async def test_a_web_page_without_an_article_is_refused() -> None:
    assert await reason(b"<!DOCTYPE html><html><body><div id=app></div></body></html>") == "document-empty"


# --- limits -------------------------------------------------------------------------------------------------------


async def test_a_file_over_20_mb_is_refused_before_a_child_is_started() -> None:
    assert await reason(b"x" * (MOST_INPUT + 1)) == "document-large"


async def test_a_text_over_200_kb_is_refused() -> None:
    assert len(await text_of(b"a " * (MOST_TEXT // 2))) == MOST_TEXT
    assert await reason(b"a " * (MOST_TEXT // 2 + 1)) == "document-long"


async def test_a_document_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(DocumentError, match="document-slow"):
        await read_document(made.word(NOTICE), within=0.01)


# --- the command line ---------------------------------------------------------------------------------------------


def loa(*arguments: str, given: bytes = b"") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=ROOT, input=given, capture_output=True, timeout=60, check=False
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_loa_read_reads_a_docx_and_the_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "thong bao.dat"
    file.write_bytes(made.word(*NOTICE.split("\n")))
    code, printed, _ = loa("read", str(file), "--json")
    assert (code, '"title": "Thông báo cúp điện"' in printed) == (0, True)
    code, printed, _ = loa("read", "-", given=NOTICE.encode())
    assert (code, "Thông báo cúp điện" in printed) == (0, True)


def test_loa_read_refuses_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "khoa.pdf"
    file.write_bytes(made.locked_pdf())
    code, printed, said = loa("read", str(file))
    assert (code, printed) == (2, "")
    assert said.strip() == "Lỗi: Tệp này có mật khẩu nên bot không mở được. Xin bỏ mật khẩu rồi gửi lại."
    assert loa("read", str(tmp_path / "nothing"))[0] == 2

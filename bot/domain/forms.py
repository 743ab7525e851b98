"""What officials type or send in labelled lines, or in the columns of a table, as fields. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.domain.facts import FactKind
from bot.domain.words import fold_words

CLEARS = ("-", "bo", "khong", "xoa")
"""What stands in a field that is to be empty, folded; a dash alone folds to nothing."""


@dataclass(frozen=True, slots=True)
class Label:
    """A field, what it is called in a form, and what else people call it, folded."""

    field: str
    label: str
    names: tuple[str, ...]
    most: int
    """The longest value, in characters."""


FORMS: Mapping[FactKind, tuple[Label, ...]] = {
    FactKind.CONTACT: (
        Label("name", "Tên", ("ten", "ten goi", "ten don vi", "don vi", "bo phan", "co quan", "noi", "ho ten"), 80),
        Label("phone", "Điện thoại", ("dien thoai", "so dien thoai", "sdt", "dt", "so", "so may", "hotline"), 80),
        Label("address", "Địa chỉ", ("dia chi", "o dau", "tru so", "noi lam viec", "dia diem"), 160),
        Label("hours", "Giờ", ("gio", "gio lam viec", "thoi gian", "lich", "lich lam viec", "ngay gio"), 160),
        Label("matters", "Gọi khi cần", ("goi khi can", "goi khi", "goi ve viec", "viec", "phu trach", "ve viec"), 200),
    ),
    FactKind.ANSWER: (
        Label("question", "Hỏi", ("hoi", "cau hoi"), 160),
        Label("words", "Cách hỏi khác", ("cach hoi khac", "tu khoa", "chu khac", "hoi khac"), 300),
        Label("text", "Trả lời", ("tra loi", "cau tra loi", "dap", "noi dung"), 1000),
        Label("source", "Theo", ("theo", "nguon", "can cu", "van ban"), 160),
        Label(
            "reviewed_until", "Xem lại đến", ("xem lai den", "dung den", "den ngay", "han xem lai", "ngay xem lai"), 40
        ),
    ),
}
_LINE = re.compile(r"\s*[-•*]?\s*([^:：\n]{1,40})[:：](.*)", re.DOTALL)


@cache
def _by_name(kind: FactKind) -> dict[str, str]:
    return {name: one.field for one in FORMS[kind] for name in (*one.names, fold_words(one.label))}


def parse_form(kind: FactKind, typed: str, *, whole: bool = True) -> dict[str, str]:
    """The fields that a form's lines give; a line without a label goes on with the field before it.

    Lines before the first label are the first field of a whole form; where only some fields are given they are no
    field's, and stand under "". A field that is to be empty ("-") is given as an empty text.
    """
    found: dict[str, list[str]] = {}
    field = FORMS[kind][0].field if whole else ""
    for line in typed.strip().splitlines():
        labelled = _LINE.fullmatch(line)
        known = _by_name(kind).get(fold_words(labelled[1])) if labelled else None
        if known is not None and labelled is not None:
            field = known
            found[field] = [labelled[2].strip()]
        elif line.strip():
            found.setdefault(field, []).append(line.strip())
    return {field: _value("\n".join(lines).strip()) for field, lines in found.items()}


def _value(typed: str) -> str:
    return "" if not fold_words(typed) or fold_words(typed) in CLEARS else typed


def parse_table(kind: FactKind, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table below its head, each as what it begins with and its fields; none where no row is a head.

    The cells of a row are parted by tabs, as a workbook is read.
    """
    columns: Sequence[str | None] = ()
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        names = [_by_name(kind).get(fold_words(cell)) for cell in cells]
        if sum(name is not None for name in names) >= 2 and FORMS[kind][0].field in names:
            # The head, or that of the next sheet.
            columns = names
            continue
        fields = {name: _value(cell) for name, cell in zip(columns, cells, strict=False) if name is not None}
        if any(fields.values()):
            yield next(cell for cell in cells if cell), fields

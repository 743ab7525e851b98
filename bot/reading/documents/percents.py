"""Which cells of a .xlsx are shown as percentages: the reader of sheets gives 0.878 for what people see as 87,8%."""

import io
import posixpath
import zipfile
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN = {9, 10}
"""ECMA-376, 18.8.30: 0% and 0.00%."""


class Percents:
    """The percentages of a workbook, sheet by sheet."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._styles = self._percent_styles()
        links = self._tree("xl/_rels/workbook.xml.rels")
        targets = {one.get("Id"): one.get("Target", "") for one in links}
        self._paths = {
            one.get("name", ""): posixpath.normpath(posixpath.join("/xl", targets.get(one.get(_LINK), ""))).lstrip("/")
            for one in self._tree("xl/workbook.xml").iter(_MAIN + "sheet")
        }

    def of(self, sheet: str) -> set[str]:
        """The names of a sheet's cells that are shown as percentages ("B2")."""
        path = self._paths.get(sheet, "")
        if not self._styles or path not in self._archive.namelist():
            return set()
        found = set()
        with self._archive.open(path) as opened:
            for _, cell in etree.iterparse(opened, tag=_MAIN + "c", resolve_entities=False, no_network=True):
                if cell.get("s") in self._styles:
                    found.add(str(cell.get("r", "")))
                cell.clear()
        return found

    def _percent_styles(self) -> set[str]:
        if "xl/styles.xml" not in self._archive.namelist():
            return set()
        styles = self._tree("xl/styles.xml")
        formats = {one.get("numFmtId") for one in styles.iter(_MAIN + "numFmt") if "%" in one.get("formatCode", "")}
        formats |= {str(one) for one in _BUILT_IN}
        kinds = styles.find(_MAIN + "cellXfs")
        return {str(at) for at, one in enumerate(kinds if kinds is not None else ()) if one.get("numFmtId") in formats}

    def _tree(self, path: str) -> Any:
        return etree.fromstring(self._archive.read(path), etree.XMLParser(resolve_entities=False, no_network=True))


def cell_name(row: int, column: int) -> str:
    """What a cell is called, both counted from 0: (1, 27) is AB2."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"

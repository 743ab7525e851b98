"""Golden files: what stands in people's chats after what somebody did, laid out so that a person can read it.

    Phúc presses [Đăng]

    to Phúc: message 4 changes
        ✅ <b>Đã đăng tin số 1</b>: Thông báo cúp điện
        [Đọc toàn văn] (read 1)
        [Đính chính] (correct 1)  [Thu hồi] (withdraw 1)

A run compares, and shows what is another now. To record on purpose, and look at it in the diff before it is kept:

    LOA_GOLDEN=write uv run pytest tests/golden

The text is as it was sent, with its HTML; behind a button's label stands what pressing it asks for. What is another at
every run is written as dots, and nothing else is touched:

- a post's code: "mã ····";
- the code of an invitation;
- a draft's seal, the number behind the post's in the data of a button that says which form of it was seen.

Ids, dates and hours are as they were: the clock is the test's, and every scene begins with a new ward.
"""

import difflib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.golden.shown import Shown, shows
from tests.golden.watched import Watched

FOLDER = Path(__file__).parent
WRITES = os.environ.get("LOA_GOLDEN") == "write"
"""Whether this run records what it sees, in place of comparing it."""

_CODE = re.compile(r"(?<=mã )[A-HJ-NP-Z2-9]{4}\b")
_INVITATION = re.compile(r"\b[A-HJKMNP-Z2-9]{10}\b")
_SEALED = re.compile(r"(post\.(?:publish|alone|now|now\.yes|pay|approve|return|reject|tick|at) \d+) \d+")


@dataclass
class Page:
    """One golden file in the making: the steps of a conversation, and what each of them brought."""

    name: str
    lines: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)

    def did(self, what: str, words: str = "") -> None:
        """Note what somebody did, with what they typed."""
        self._part(f"{what}:" if words else what, _steady(words))

    def saw(self, shown: Shown) -> None:
        """Note a message."""
        self.shown.append(shown)
        marks = "".join(f", {mark}" for mark in shown.marks)
        rows = ["  ".join(f"[{label}] ({data})" for label, data in row) for row in shown.buttons]
        words = [shown.text, *rows, *(["", "Inside:", shown.inside.rstrip()] if shown.inside else [])]
        self._part(f"to {shown.to}: {shown.what}{marks}", _steady("\n".join(words).strip("\n")))

    def _part(self, head: str, words: str) -> None:
        inside = [f"    {line}".rstrip() for line in words.split("\n")] if words else []
        self.lines += [head, *inside, ""]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def _steady(text: str) -> str:
    """The text without what is another at every run."""
    text = _INVITATION.sub("·" * 10, _CODE.sub("····", text))
    return _SEALED.sub(r"\1 …", text)


@dataclass
class Book:
    """The golden files of one set, as one scene leaves them."""

    set: str
    made: Watched
    """What the cards have made so far, filled by the cards themselves."""
    page: Page | None = None
    wrong: list[str] = field(default_factory=list)

    @contextmanager
    def opened(self, name: str, card: str | None) -> Iterator[None]:
        """All that is done and seen in this block stands in the file `name`; `card` must be among it."""
        assert self.page is None, f"{name} within {self.page}"
        self.made.said.clear()
        self.page = Page(name)
        yield
        page, self.page = self.page, None
        said = self.made.said.get(card or "", [])
        if card is not None and not any(shows(one.text, text) for one in page.shown for text in said):
            self.wrong.append(f"{name}: no message of this scene is the card {card}:\n{page.text}")
            return
        path = FOLDER / self.set / f"{name}.txt"
        if WRITES:
            path.parent.mkdir(exist_ok=True)
            path.write_text(page.text, encoding="utf-8")
        else:
            self._compare(path, page.text)

    def _compare(self, path: Path, text: str) -> None:
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        if there != text:
            name = f"tests/golden/{self.set}/{path.name}"
            lines = there.splitlines(), text.splitlines()
            self.wrong.append("\n".join(difflib.unified_diff(*lines, name, "now", lineterm="", n=4)))

    def close(self) -> None:
        """Fail with all differences, if there are any."""
        if self.wrong:
            again = "To record them on purpose: LOA_GOLDEN=write uv run pytest tests/golden"
            pytest.fail("\n\n".join([*self.wrong, again]), pytrace=False)


def card_of(name: str) -> str:
    """The card whose golden file has this name."""
    return name.partition("-")[0]

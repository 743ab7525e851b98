"""Draws pictures with Typst: from the templates beside this, in the letters of Be Vietnam Pro."""

import json
import struct
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from bot.messages.message import Drawing

TEMPLATES = Path(__file__).parent / "templates"
PIXELS_AN_INCH = 194.4
"""So that 400 points, a phone's width in the templates, are 1,080 pixels."""


MOST_PIXELS = 9_000
"""Of width and height together: Telegram takes no picture of more than 10,000."""


def draw(drawing: Drawing) -> bytes:
    """A drawing as PNG, or as PDF where its name says so; a very long picture has fewer pixels.

    It takes 5 to 50 ms of a processor, without Python's lock: call it in a thread, never on the event loop.
    """
    made = _made(drawing, PIXELS_AN_INCH)
    size = sum(struct.unpack(">II", made[16:24])) if drawing.format == "png" else 0
    return made if size <= MOST_PIXELS else _made(drawing, PIXELS_AN_INCH * MOST_PIXELS / size)


def _made(drawing: Drawing, pixels_an_inch: float) -> bytes:
    # Most processes never draw.
    import typst

    return typst.compile(
        str(TEMPLATES / f"{drawing.template}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format=drawing.format,
        sys_inputs={"data": json.dumps(drawing.data, ensure_ascii=False)},
        ppi=pixels_an_inch,
    )


def key_of(drawing: Drawing) -> str:
    """The same for drawings that look the same, and another one once a template has changed."""
    told = json.dumps([drawing.template, drawing.format, drawing.data], sort_keys=True)
    return sha256(f"{_templates()}{told}".encode()).hexdigest()


@cache
def _templates() -> str:
    return sha256(b"".join(path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ")))).hexdigest()


@cache
def _fonts() -> list[str]:
    return [str(files("fontpkg_be_vietnam_pro") / "files")]

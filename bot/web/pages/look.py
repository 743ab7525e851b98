"""Templates and the stylesheet: how pages look, always escaped."""

import hashlib
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.cards import format as words
from bot.cards.files import size
from bot.cards.names import CHANNEL_NAMES, KIND_NAMES, said
from bot.domain.posts import PostState
from bot.web.pages.addresses import Addresses
from bot.web.pages.text import linked

_HERE = Path(__file__).parent
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that neither HTML nor XML knows."""


class Look:
    """Every template of the pages, compiled once."""

    def __init__(self, at: Addresses) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(
            day=words.day,
            minute=words.minute,
            weekday=words.weekday,
            first_up=words.first_up,
            value=words.figure_value,
            period=words.period,
            amount=words.amount,
            cut=words.cut,
            said=said,
            linked=linked,
            size=size,
        )
        self._environment.globals.update(
            at=at,
            style=f"{at.root}{self.style_path}",
            kinds=KIND_NAMES,
            channels=CHANNEL_NAMES,
            State=PostState,
        )

    def render(self, template: str, **values: Any) -> bytes:
        """A page's bytes."""
        # No page and no feed may hold them, whatever somebody pasted.
        return _ILLEGAL.sub("", self._environment.get_template(template).render(**values)).encode()

    @cached_property
    def stylesheet(self) -> bytes:
        """The one stylesheet."""
        return (_HERE / "static" / "pages.css").read_bytes()

    @cached_property
    def icon(self) -> bytes:
        """The loudspeaker, as in the try-out."""
        return (_HERE.parent / "static" / "icon.svg").read_bytes()

    @property
    def style_path(self) -> str:
        """The address of the stylesheet, another one for each version of it."""
        return f"/{hashlib.blake2b(self.stylesheet, digest_size=6).hexdigest()}.css"

"""Texts as Telegram reads them: parse_mode HTML, entities counted in UTF-16 units, commands and links found by itself.

The rules and the wording of the errors: https://core.telegram.org/bots/api#html-style and what the server answers.
"""

import re
from typing import Any, NoReturn

from tests.fakes.telegram_errors import ApiError

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#([0-9]{1,8})|#[xX]([0-9a-fA-F]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
# One attribute: its name, then perhaps a value in quotes or bare.
ATTRIBUTE = re.compile(r"""\s*([^\s=>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]*)(?=[\s>])))?""")
INVISIBLE = " \n\t\u00a0\u200b\u200c\u200d\u2060\ufeff"
CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
DETECTED = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]])"
    r"|(?<![\w.+-])(?P<email>[A-Za-z0-9._+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,})"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z0-9_]{4,32})(?!\w)"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d_]\w*)"
)


def units(text: str) -> int:
    """Length in UTF-16 code units, the measure of every limit and offset."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """The plain text of `html` and its entities; ApiError 400 "can't parse entities: …" where the markup is broken."""
    if "<" not in html and "&" not in html:
        return html, []
    return _Reader(html).read()


class _Reader:
    def __init__(self, html: str) -> None:
        self.html = html
        self.parts: list[str] = []
        self.offset = 0
        self.open: list[tuple[str, dict[str, str], int]] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        at = 0
        while True:
            tag = self.html.find("<", at)
            if tag < 0:
                break
            self._plain(self.html[at:tag])
            at = self._end_tag(tag) if self.html.startswith("</", tag) else self._start_tag(tag)
        self._plain(self.html[at:])
        if self.open:
            raise ApiError(
                400, f"can't parse entities: Can't find end tag corresponding to start tag \"{self.open[-1][0]}\""
            )
        return "".join(self.parts), sort_entities(self.entities)

    def _plain(self, piece: str) -> None:
        if piece:
            piece = _unescape(piece)
            self.parts.append(piece)
            self.offset += units(piece)

    def _fail(self, what: str, at: int, rest: str = "") -> NoReturn:
        # Telegram counts bytes of UTF-8 here, not characters.
        raise ApiError(400, f"can't parse entities: {what} at byte offset {len(self.html[:at].encode())}{rest}")

    def _start_tag(self, at: int) -> int:
        name_end = re.compile(r"[\s>]").search(self.html, at + 1)
        if name_end is None:
            self._fail("Unclosed start tag", at)
        name = self.html[at + 1 : name_end.start()].lower()
        if name not in TAGS:
            self._fail(f'Unsupported start tag "{name}"', at)
        here, attributes = name_end.start(), {}
        while True:
            while here < len(self.html) and self.html[here].isspace():
                here += 1
            if here >= len(self.html):
                self._fail("Unclosed start tag", at)
            if self.html[here] == ">":
                break
            found = ATTRIBUTE.match(self.html, here)
            if found is None:
                self._fail(f'Empty attribute name in the tag "{name}"', at)
            value = next((group for group in found.groups()[1:] if group is not None), "")
            attributes[found[1].lower()] = _unescape(value)
            here = found.end()
            if self.html.startswith("=", here):
                rest = self.html[here + 1 :].lstrip()
                self._fail("Unclosed start tag" if rest[:1] in ("", '"', "'") else "Unexpected end of name token", at)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', at)
        self.open.append((name, attributes, self.offset))
        return here + 1

    def _end_tag(self, at: int) -> int:
        if not self.open:
            self._fail("Unexpected end tag", at)
        close = self.html.find(">", at)
        if close < 0:
            self._fail("Unclosed end tag", at)
        name, (expected, attributes, start) = self.html[at + 2 : close].strip().lower(), self.open[-1]
        if name not in ("", expected):
            self._fail("Unmatched end tag", at, f', expected "</{expected}>", found "</{name}>"')
        self.open.pop()
        if self.offset > start:
            self._close(expected, attributes, start)
        return close + 1

    def _close(self, name: str, attributes: dict[str, str], start: int) -> None:
        entity: Entity = {"type": TAGS[name], "offset": start, "length": self.offset - start}
        if name == "a":
            url = attributes.get("href") or "".join(self.parts)[-entity["length"] :]
            if not re.match(r"(https?|tg|mailto|tel):|[\w-]+(\.[\w-]+)+", url):
                return  # Telegram drops a link it cannot open and keeps the words
            entity["url"] = url if re.match(r"\w+:", url) else f"http://{url}"
        elif name == "tg-emoji":
            if not attributes.get("emoji-id", "").isdigit():
                raise ApiError(400, "can't parse entities: Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = attributes["emoji-id"]
        elif name == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif name == "code" and attributes.get("class", "").startswith("language-"):
            entity["language"] = attributes["class"].removeprefix("language-")
        elif name == "pre" and self.entities:
            inner = self.entities[-1]
            if inner["type"] == "code" and (inner["offset"], inner["length"]) == (start, entity["length"]):
                self.entities.pop()
                if "language" in inner:
                    entity["language"] = inner["language"]
        self.entities.append(entity)


def _unescape(text: str) -> str:
    return REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return reference[0]
    return chr(code)


def sort_entities(entities: list[Entity]) -> list[Entity]:
    """By place, the wider first; a language stays on `pre` only."""
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text as it is stored: control characters are blanks, blanks at both ends go, entities follow."""
    if "\r" in text and not entities:
        text = text.replace("\r\n", "\n").replace("\r", "")
    text = CONTROL.sub(" ", text)
    if not text.strip(INVISIBLE):
        return "", []
    stripped = text.lstrip(" \n")
    lead = units(text) - units(stripped)
    stripped = stripped.rstrip(" \n")
    if len(stripped) == len(text) or not entities:
        return stripped, entities
    end, kept = units(stripped), []
    for entity in entities:
        first = max(entity["offset"] - lead, 0)
        length = min(entity["offset"] + entity["length"] - lead, end) - first
        if length > 0:
            kept.append({**entity, "offset": first, "length": length})
    return stripped, kept


def detect(text: str, entities: list[Entity]) -> list[Entity]:
    """`entities` and those Telegram finds by itself: commands, links, mentions, hashtags, addresses."""
    if not any(mark in text for mark in "/@#"):
        return entities
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in ("code", "pre", "text_link", "text_mention")
    ]
    found: list[Entity] = []
    for match in DETECTED.finditer(text):
        start, length = units(text[: match.start()]), units(match[0])
        if not any(start < last and first < start + length for first, last in taken):
            found.append({"type": match.lastgroup, "offset": start, "length": length})
    return sort_entities(entities + found) if found else entities

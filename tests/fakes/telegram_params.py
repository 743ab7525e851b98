"""A request's parameters, however they came: query string, form, JSON or multipart with files."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.telegram_errors import ApiError
from tests.fakes.telegram_wire import Request

NOT_UTF8 = "strings must be encoded in UTF-8"
PART_NAME = re.compile(r'\b(name|filename)="([^"]*)"')
PART_TYPE = re.compile(r"(?im)^content-type:\s*([^\s;]+)")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    content: bytes
    mime_type: str | None = None


@dataclass(slots=True)
class Body:
    """Names and raw values, and the files beside them."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


def read_body(request: Request) -> Body:
    """Everything the caller gave; ApiError 400 where it cannot be read."""
    body = Body()
    _, _, query = request.target.partition("?")
    kind = request.headers.get("content-type", "")
    try:
        if query:
            body.values.update(_form(query))
        if request.body:
            if kind.startswith("application/json"):
                given = json.loads(request.body)
                if not isinstance(given, dict):
                    raise ApiError(400, "object expected as JSON body")
                body.values.update(given)
            elif kind.startswith("multipart/form-data"):
                _multipart(request.body, kind, body)
            else:
                body.values.update(_form(request.body.decode()))
    except UnicodeDecodeError as exc:
        raise ApiError(400, NOT_UTF8) from exc
    except json.JSONDecodeError as exc:
        raise ApiError(400, "can't parse JSON object") from exc
    for value in body.values.values():
        if isinstance(value, str) and not value.isascii():
            _check_utf8(value)
    return body


def _check_utf8(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as exc:  # half a surrogate pair out of a JSON escape
        raise ApiError(400, NOT_UTF8) from exc


def _form(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True, errors="strict"))


def _multipart(raw: bytes, kind: str, body: Body) -> None:
    _, _, boundary = kind.partition("boundary=")
    mark = b"--" + boundary.split(";")[0].strip('" ').encode()
    for part in raw.split(mark)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        headers = head.decode()
        names = dict(PART_NAME.findall(headers))
        if "filename" not in names:
            body.values[names.get("name", "")] = content.decode()
            continue
        mime_type = PART_TYPE.search(headers)
        filename = names["filename"].replace("%22", '"')
        body.files[names.get("name", "")] = Upload(filename, content, mime_type[1] if mime_type else None)

"""An independent model of the Bot API: aiogram's methods and types say which names and types exist.

aiogram's models allow extra fields, so they are looked for here, at every depth. Values that arrive as text (forms)
are read by the type the model gives them.
"""

import inspect
import json
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import aiogram.methods
import aiogram.types
from aiogram.client.default import Default
from aiogram.types import InputFile
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.fakes.telegram_params import Body, Upload

INTEGER = re.compile(r"-?[0-9]+\Z")
BOOLEANS = {"true": True, "false": False, "True": True, "False": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter as the model has it."""

    name: str
    kinds: tuple[Any, ...]
    required: bool
    deprecated: bool
    scalars: frozenset[type]
    is_file: bool


@dataclass(slots=True)
class Checked:
    """Parameters in their own types, and everything the model has against them."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


@cache
def methods() -> dict[str, type[BaseModel]]:
    """Every method of the Bot API by its name in lower case."""
    found = {}
    for name in aiogram.methods.__all__:
        model = getattr(aiogram.methods, name)
        api_name = inspect.getattr_static(model, "__api_method__", None)
        if isinstance(api_name, str):
            found[api_name.lower()] = model
    return found


@cache
def fields(method: str) -> dict[str, Field]:
    """The parameters of a method."""
    found = {}
    for name, info in methods()[method.lower()].model_fields.items():
        kinds = _flatten(info.annotation)
        extra = info.json_schema_extra
        found[info.alias or name] = Field(
            name=info.alias or name,
            kinds=tuple(kinds),
            required=info.is_required(),
            deprecated=isinstance(extra, dict) and bool(extra.get("deprecated")),
            scalars=frozenset(kind for kind in kinds if kind in (str, int, bool, float)),
            is_file=any(isinstance(kind, type) and issubclass(kind, InputFile) for kind in kinds),
        )
    return found


def _flatten(annotation: object) -> list[Any]:
    if get_origin(annotation) in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in _flatten(part)]
    return [] if annotation in (type(None), Default) else [annotation]


def check(method: str, body: Body) -> Checked:
    """Read `body` by the model of `method`: unknown, deprecated and wrongly typed parameters are problems."""
    known, result, used = fields(method), Checked(), set()
    for name, raw in body.values.items():
        model = known.get(name)
        if model is None:
            if f"attach://{name}" not in body.values.values():
                result.problems.append(f"{method}: unknown parameter {name!r}")
            continue
        if model.deprecated:
            result.problems.append(f"{method}: parameter {name!r} is no longer part of the Bot API")
        if raw == "" or raw is None:
            continue  # Telegram takes an empty parameter for an absent one
        if model.is_file and isinstance(raw, str) and raw.startswith("attach://"):
            part = raw.removeprefix("attach://")
            used.add(part)
            if part in body.files:
                result.values[name] = body.files[part]
            else:
                result.problems.append(f"{method}: {name} refers to {raw}, which is not attached")
            continue
        try:
            result.values[name] = _with_attached(_read(method, model, raw, result.problems), body, used)
        except (ValueError, ValidationError) as exc:
            result.bad.append(name)
            result.problems.append(f"{method}: {name} = {str(raw)[:200]!r} is not {_named(model)}: {_short(exc)}")
    for name, upload in body.files.items():
        if name in known and known[name].is_file:
            result.values[name] = upload
        elif name not in used:
            result.problems.append(f"{method}: file part {name!r} belongs to no parameter")
    for name in (name for name, model in known.items() if model.required):
        if name not in body.values and name not in result.values:
            result.problems.append(f"{method}: required parameter {name!r} is missing")
    return result


def _with_attached(value: object, body: Body, used: set[str]) -> object:
    """An object whose "attach://…" is replaced by the file that came with the request."""
    if not isinstance(value, dict) or not str(value.get("media")).startswith("attach://"):
        return value
    part = str(value["media"]).removeprefix("attach://")
    if part not in body.files:
        raise ValueError(f"{part} is not attached")
    used.add(part)
    return {**value, "media": body.files[part]}


def _read(method: str, model: Field, raw: object, problems: list[str]) -> object:
    scalars = model.scalars
    if scalars:
        if isinstance(raw, bool):
            if bool in scalars:
                return raw
        elif isinstance(raw, int | float):
            if type(raw) in scalars or (float in scalars):
                return raw
        elif isinstance(raw, str):
            if int in scalars and INTEGER.match(raw):
                return int(raw)
            if bool in scalars and raw in BOOLEANS:
                return BOOLEANS[raw]
            if float in scalars:
                return float(raw)
            if str in scalars:
                return raw
        raise ValueError("wrong type")
    text = raw if isinstance(raw, str) else json.dumps(raw)
    value, unknown = _read_nested(method, model.name, text)
    problems += [f"{method}: unknown field {path}" for path in unknown]
    return value


@lru_cache(maxsize=1024)
def _read_nested(method: str, name: str, text: str) -> tuple[Any, tuple[str, ...]]:
    """A nested value, checked; remembered, since a push sends the same keyboard thousands of times."""
    value = json.loads(text)
    model = _adapter(method, name).validate_json(text, strict=True)
    return value, tuple(unknown_fields(model, name))


@cache
def _adapter(method: str, name: str) -> TypeAdapter[Any]:
    """The model of one nested parameter, without aiogram's placeholder for "the bot's default"."""
    kinds: Any = fields(method)[name].kinds
    return TypeAdapter(Union[kinds])  # noqa: UP007 - the members are known at run time only


def unknown_fields(value: object, path: str) -> list[str]:
    """Where, in a validated model, the data had fields that the model does not know."""
    if isinstance(value, BaseModel):
        found = [f"{path}.{name}" for name in value.model_extra or {}]
        for name in type(value).model_fields:
            found += unknown_fields(getattr(value, name), f"{path}.{name}")
        return found
    if isinstance(value, list | tuple):
        return [part for index, item in enumerate(value) for part in unknown_fields(item, f"{path}[{index}]")]
    return []


def problems_of(type_name: str, data: object) -> list[str]:
    """What the model of a type (Message, Update, User …) has against `data`: for the fake's own answers."""
    try:
        value = TypeAdapter(getattr(aiogram.types, type_name)).validate_json(json.dumps(data), strict=False)
    except ValidationError as exc:
        return [_short(exc)]
    return unknown_fields(value, type_name)


def _named(model: Field) -> str:
    return " or ".join(getattr(kind, "__name__", str(kind)) for kind in model.kinds)


def _short(exc: Exception) -> str:
    if isinstance(exc, ValidationError):
        first = exc.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(exc)


def describe(upload: object) -> object:
    """A parameter as the log keeps it: a file as its name and size."""
    if isinstance(upload, dict):
        return {name: describe(value) for name, value in upload.items()}
    return f"<{upload.name}, {len(upload.content)} bytes>" if isinstance(upload, Upload) else upload

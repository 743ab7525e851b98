"""The Bot API as aiogram models it, written to bot_api.json, so that only the test that compares the two imports it.

    uv run python -m tests.fakes.bot_api     # after an upgrade of aiogram

Importing aiogram builds some 600 classes and takes seconds, in every process that has a fake Telegram. The file holds,
for each method and for each type that one of its parameters may hold, the names of the fields, their kinds, and whether
they must be there or are no longer part of the API. A kind is "str", "int", "bool", "float", "datetime", "timedelta",
"file", "any", a type's name, {"list": kinds} or {"one of": values}.
"""

import enum
import inspect
import json
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import aiogram.methods
import aiogram.types
from aiogram.client.default import Default
from aiogram.types import InputFile
from pydantic import BaseModel, TypeAdapter, ValidationError

FILE = Path(__file__).with_name("bot_api.json")
PLAIN = ("str", "int", "bool", "float", "datetime", "timedelta")


def modelled() -> dict[str, Any]:
    """The whole model: {"methods": {name: fields}, "types": {name: fields}}."""
    types: dict[str, Any] = {}
    methods = {}
    for name in aiogram.methods.__all__:
        model = getattr(aiogram.methods, name)
        api_name = inspect.getattr_static(model, "__api_method__", None)
        if isinstance(api_name, str):
            methods[api_name] = _fields(model, types)
    return {"methods": methods, "types": types}


def _fields(model: type[BaseModel], types: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        field: dict[str, Any] = {"kinds": _kinds(info.annotation, types)}
        if info.is_required():
            field["required"] = True
        if isinstance(extra, dict) and extra.get("deprecated"):
            field["deprecated"] = True
        found[info.alias or name] = field
    return found


def _kinds(annotation: Any, types: dict[str, Any]) -> list[Any]:
    """The kinds of value that an annotation allows; nothing, and "the bot's default", are none."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return [kind for part in parts for kind in _kinds(part, types)]
    if origin is Annotated:
        return _kinds(parts[0], types)
    if origin is list:
        return [{"list": _kinds(parts[0], types)}]
    if origin is Literal:
        return [{"one of": [part.value if isinstance(part, enum.Enum) else part for part in parts]}]
    if not isinstance(annotation, type):
        return ["any"]
    if annotation in (type(None), Default):
        return []
    if issubclass(annotation, InputFile):
        return ["file"]
    if issubclass(annotation, enum.Enum):
        return [{"one of": [one.value for one in annotation]}]
    if issubclass(annotation, BaseModel):
        if annotation.__name__ not in types:
            types[annotation.__name__] = {}
            types[annotation.__name__] = _fields(annotation, types)
        return [annotation.__name__]
    return [annotation.__name__ if annotation.__name__ in PLAIN else "any"]


def problems_of(type_name: str, data: object) -> list[str]:
    """What aiogram's model of a type (Message, Update, User …) has against `data`: for the fake's own answers."""
    try:
        value = TypeAdapter(getattr(aiogram.types, type_name)).validate_json(json.dumps(data), strict=False)
    except ValidationError as exc:
        first = exc.errors()[0]
        return [f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"]
    return _unknown_fields(value, type_name)


def _unknown_fields(value: object, path: str) -> list[str]:
    """Where the data had fields that the model does not know: aiogram's models allow them."""
    if isinstance(value, BaseModel):
        found = [f"{path}.{name}" for name in value.model_extra or {}]
        for name in type(value).model_fields:
            found += _unknown_fields(getattr(value, name), f"{path}.{name}")
        return found
    if isinstance(value, list | tuple):
        return [part for index, item in enumerate(value) for part in _unknown_fields(item, f"{path}[{index}]")]
    return []


def written(model: dict[str, Any]) -> str:
    """The model as the file holds it: a line a method or type."""
    parts = []
    for part, entries in model.items():
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in sorted(entries.items()))
        parts.append(f"{json.dumps(part)}: {{\n{lines}\n}}")
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    FILE.write_text(written(modelled()), encoding="utf-8")

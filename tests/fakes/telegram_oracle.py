"""An independent model of the Bot API: aiogram's methods and types say which names and types exist (see bot_api.py).

Values that arrive as text (forms) are read by the type that the model gives them.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tests.fakes.telegram_params import Body, Upload

FILE = Path(__file__).with_name("bot_api.json")
INTEGER = re.compile(r"-?[0-9]+\Z")
BOOLEANS = {"true": True, "false": False, "True": True, "False": False, "1": True, "0": False}
SCALARS: dict[str, type] = {"str": str, "int": int, "bool": bool, "float": float}


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
def _model() -> dict[str, Any]:
    model: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return model


@cache
def methods() -> dict[str, str]:
    """Every method of the Bot API by its name in lower case."""
    return {name.lower(): name for name in _model()["methods"]}


@cache
def fields(method: str) -> dict[str, Field]:
    """The parameters of a method."""
    found = {}
    for name, one in _model()["methods"][methods()[method.lower()]].items():
        kinds = tuple(one["kinds"])
        found[name] = Field(
            name=name,
            kinds=kinds,
            required=one.get("required", False),
            deprecated=one.get("deprecated", False),
            scalars=frozenset(SCALARS[kind] for kind in kinds if isinstance(kind, str) and kind in SCALARS),
            is_file="file" in kinds,
        )
    return found


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
        except ValueError as exc:
            result.bad.append(name)
            result.problems.append(f"{method}: {name} = {str(raw)[:200]!r} is not {_named(model.kinds)}: {exc}")
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
    wrong, unknown = _against(fields(method)[name].kinds, value, name)
    if wrong:
        raise ValueError(wrong)
    return value, tuple(unknown)


def _against(kinds: tuple[Any, ...] | list[Any], value: object, path: str) -> tuple[str, list[str]]:
    """Why a value is none of these kinds, or "", and the fields in it that the nearest of them does not know."""
    tried = [_against_one(kind, value, path) for kind in kinds]
    fitting = [unknown for wrong, unknown in tried if not wrong]
    if fitting:
        return "", min(fitting, key=len)
    return tried[0][0] if len(tried) == 1 else f"{path} is not {_named(kinds)}", []


def _against_one(kind: Any, value: object, path: str) -> tuple[str, list[str]]:
    if isinstance(kind, dict):
        return _against_several(kind, value, path)
    if kind in _model()["types"]:
        return _against_type(kind, value, path)
    wanted: dict[str, tuple[type, ...]] = {
        "str": (str,),
        "int": (int,),
        "bool": (bool,),
        "float": (int, float),
        "datetime": (int, str),
        "timedelta": (int, float, str),
        "file": (str,),
        "any": (object,),
    }
    # A yes is no number, though Python says so.
    fits = isinstance(value, wanted[kind]) and (kind in ("bool", "any") or not isinstance(value, bool))
    return "" if fits else f"{path} is not {kind}", []


def _against_several(kind: dict[str, Any], value: object, path: str) -> tuple[str, list[str]]:
    if "one of" in kind:
        return ("" if value in kind["one of"] else f"{path} is none of {kind['one of']}"), []
    if not isinstance(value, list):
        return f"{path} is not a list", []
    found = [_against(kind["list"], item, f"{path}[{index}]") for index, item in enumerate(value)]
    return next((wrong for wrong, _ in found if wrong), ""), [part for _, unknown in found for part in unknown]


def _against_type(name: str, value: object, path: str) -> tuple[str, list[str]]:
    known = _model()["types"][name]
    if not isinstance(value, dict):
        return f"{path} is not {name}", []
    missing = [one for one, model in known.items() if model.get("required") and one not in value]
    if missing:
        return f"{path} has no {missing[0]}, as {name} must", []
    unknown = [f"{path}.{one}" for one in value if one not in known]
    for one, item in value.items():
        if one in known and item is not None:
            wrong, within = _against(known[one]["kinds"], item, f"{path}.{one}")
            if wrong:
                return wrong, []
            unknown += within
    return "", unknown


def _named(kinds: tuple[Any, ...] | list[Any]) -> str:
    return " or ".join(one if isinstance(one, str) else next(iter(one)) for one in kinds)


def describe(upload: object) -> object:
    """A parameter as the log keeps it: a file as its name and size."""
    if isinstance(upload, dict):
        return {name: describe(value) for name, value in upload.items()}
    return f"<{upload.name}, {len(upload.content)} bytes>" if isinstance(upload, Upload) else upload

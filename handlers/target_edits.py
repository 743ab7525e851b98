"""Writing targets: one by short answers, many by a table, a new value; and another person's yes where asked."""

from dataclasses import replace
from typing import Any

from bot import cards
from bot.chat.request import Answer, Request, action, command, step
from bot.domain.measuring import counts_up
from bot.domain.people import Role
from bot.domain.periods import period_of
from bot.domain.target_cells import (
    COLUMNS,
    ENDED,
    FIELDS,
    LONGEST,
    OPEN,
    fields_of,
    plain_number,
    read_plan,
    read_term,
    read_value,
)
from bot.domain.target_columns import CUMULATIVE, PLAN, WITHIN, result_column
from bot.domain.target_table import MOST_PLANS, Grid, from_head, has_table, typed_grid
from bot.domain.targets import Target
from bot.domain.words import fold_words
from bot.errors import InvalidError, LateError, MissingError
from bot.messages.message import Reply
from bot.services import Services
from bot.services.targets import named
from handlers.numbers import number_of
from handlers.target_tables import (
    FORM,
    OPEN_FOR,
    STEPS,
    TABLE,
    VALUE,
    YES,
    ask_for_table,
    check_table,
    form_id,
    number_in,
)

SKIPPED = "bo qua"


@command("target", "capnhat", role=Role.WRITER)
async def target(request: Request, services: Services) -> Reply:
    """Ghi số liệu, thêm hoặc sửa chỉ tiêu, ví dụ: cập nhật hộ nghèo"""
    services.target_edits.check_writer(request.viewer)
    if not request.pressed and has_table(request.text):
        return await check_table(request, services, from_head(typed_grid(request.text)))
    words = fold_words(request.rest)
    if words in ("bang", "nhap"):
        return ask_for_table(request)
    if words in ("them", "moi"):
        return await _ask(request, services, {"at": "name", "row": {}, "id": None})
    every = await services.targets.under_way(request.viewer)
    found = named(every, request.rest) if words and not request.pressed else every
    if words and len(found) == 1:
        return _ask_period(request, services, found[0])
    return cards.target_forms.target_menu(found, request.rest)


def _answers(words: str) -> bool:
    """Words that answer a question although elsewhere they ask for a post, or give up what is open."""
    return fold_words(words) == SKIPPED or words[:1].isdigit() or number_of(words) is not None


# --- one target by short answers --------------------------------------------------------------------------------------


@action("target.add")
async def add(request: Request, services: Services) -> Reply:
    """Thêm chỉ tiêu: the first question."""
    services.target_edits.check_writer(request.viewer)
    return await _ask(request, services, {"at": "name", "row": {}, "id": None})


@action("target.from")
async def add_from(request: Request, services: Services) -> Answer:
    """Lưu thành chỉ tiêu: a new one with what a post's figure says."""
    numbers = request.numbers(3)
    if numbers is None:
        # The data of an offer that does not say of which revision it is.
        raise LateError("target-offer")
    figure = await services.measuring.plan_of(request.viewer, *numbers)
    row = {COLUMNS["name"]: figure.label[:1].upper() + figure.label[1 : LONGEST["name"]]}
    row |= {COLUMNS["unit"]: figure.unit[: LONGEST["unit"]]} if figure.unit else {}
    row[PLAN] = plain_number(figure.value)
    asked = await _ask(request, services, {"at": "direction", "row": row, "id": None, "plan": True})
    return Answer([Reply(cards.target_forms.from_figure(figure)), asked])


@action("target.edit")
async def edit(request: Request, services: Services) -> Reply:
    """Sửa: which field?"""
    services.target_edits.check_writer(request.viewer)
    return cards.target_forms.edit_target((await services.targets.one(request.viewer, number_in(request))).target)


@action("target.field")
async def edit_field(request: Request, services: Services) -> Reply:
    """One field of a target is asked for anew."""
    services.target_edits.check_writer(request.viewer)
    words = request.text.split()
    if len(words) != 2 or not (words[0].isascii() and words[0].isdigit() and len(words[0]) < 16):
        raise MissingError("target")
    if words[1] not in cards.target_forms.EDITED:
        raise MissingError("target")
    one = (await services.targets.one(request.viewer, int(words[0]))).target
    plans = (f"{plan.name}: {plain_number(plan.value)}".removeprefix(": ") for plan in one.plans)
    now = "; ".join(plans) if words[1] == "plans" else fields_of(one)[words[1]]
    return await _ask(request, services, {"at": words[1], "row": _row(one), "id": one.id}, now)


@action("target.end")
async def end(request: Request, services: Services) -> Reply:
    """Kết thúc, or begin again: shown before it is done."""
    services.target_edits.check_writer(request.viewer)
    one = (await services.targets.one(request.viewer, number_in(request))).target
    row = {**_row(one), COLUMNS["state"]: OPEN if one.ended_at else ENDED}
    return await check_table(request, services, _grid(row), one.id)


def _row(one: Target) -> dict[str, str]:
    return {COLUMNS[name]: text for name, text in fields_of(one).items() if text}


def _grid(row: dict[str, str]) -> Grid:
    return Grid((tuple(row), tuple(row.values())))


async def _ask(request: Request, services: Services, data: dict[str, Any], now: str = "") -> Reply:
    data = {"form": form_id(request), **data}
    request.talk.open(FORM, data, request.now + OPEN_FOR)
    every = await services.targets.under_way(request.viewer)
    return cards.target_forms.ask_target(
        data["at"],
        services.targets.today,
        _mark(data),
        terms=[one.term for one in every if one.term],
        topics=[one.name for one in await services.ward.topics()],
        now=now,
    )


@step(FORM, keeps=_answers)
async def take_answer(request: Request, services: Services) -> Reply:
    """An answer: the next question, or all of it to be looked at."""
    return await _take_answer(request, services)


async def _take_answer(request: Request, services: Services) -> Reply:
    services.target_edits.check_writer(request.viewer)
    data = dict(request.talk.data)
    field, text = data["at"], request.text.strip()
    row = {**data["row"], **await _answered(field, text, data["row"], services)}
    following = None if data["id"] is not None else _next(field, row, has_plan=data.get("plan", False))
    if following is None:
        request.talk.close()
        return await check_table(request, services, _grid(row), data["id"])
    return await _ask(request, services, {**data, "at": following, "row": row, "typed": row})


async def _answered(field: str, text: str, row: dict[str, str], services: Services) -> dict[str, str]:
    """What an answer writes into the row; raises InvalidError where it cannot be used, before more is asked."""
    if fold_words(text) == SKIPPED and field in cards.target_forms.SKIPPED:
        return {}
    try:
        if field == "plans":
            return _plans(text, row.get(COLUMNS["unit"], ""))
        if field == "name" and (not fold_words(text) or len(text) > LONGEST["name"]):
            raise InvalidError("target-name", most=LONGEST["name"])
        if field == "topic":
            topics = [one.name for one in await services.ward.topics()]
            if fold_words(text) not in map(fold_words, topics):
                raise InvalidError("target-topic", topics="; ".join(topics))
        if field == "term":
            text = read_term(text)
        elif field in FIELDS:
            FIELDS[field](text)
    except ValueError as error:
        raise InvalidError(str(error)) from error
    return {COLUMNS[field]: " ".join(text.split())}


def _plans(text: str, unit: str) -> dict[str, str]:
    plans: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        by, colon, value = line.rpartition(":")
        unit = read_plan(value, unit)[2] or unit
        name = " ".join(by.split())[: LONGEST["plan"]]
        plans[f"{PLAN}: {name}" if colon and name else PLAN] = value.strip()
    if len(plans) > MOST_PLANS:
        raise InvalidError("target-plans", most=MOST_PLANS)
    return plans


def _next(field: str, row: dict[str, str], *, has_plan: bool) -> str | None:
    """What is asked after a field; None after the last."""
    order = ["name", "direction", "unit", "plans", "due", "term", "yearly", "topic", "owner"]
    term = period_of(row.get(COLUMNS["term"], ""))
    left = {
        "due": row.get(COLUMNS["direction"]) != "mốc",
        "yearly": term is None or not term.is_term or row.get(COLUMNS["direction"]) == "mốc",
        "plans": has_plan,
        "unit": COLUMNS["unit"] in row,
    }
    return next((one for one in order[order.index(field) + 1 :] if not left.get(one, False)), None)


@action("target.say")
async def say(request: Request, services: Services) -> Reply:
    """A button of a question is its answer, and that of no other question."""
    services.target_edits.check_writer(request.viewer)
    mark, _, answer = request.text.partition(" ")
    if request.talk.step not in (FORM, VALUE) or mark != _mark(request.talk.data):
        raise MissingError("target-stale")
    taken = replace(request, text=answer)
    return await (_take_answer if request.talk.step == FORM else _take_value)(taken, services)


def _mark(data: dict[str, Any]) -> str:
    """Which question is open, in which form, and of which target: 0 is a new one."""
    return f"{data.get('form', '')}.{data['at']}.{data['id'] or 0}"


@action("target.stop")
async def stop(request: Request, services: Services) -> Reply:
    """Hủy: nothing is written; an old one ends no other form than its own."""
    services.target_edits.check_writer(request.viewer)
    talk = request.talk
    if talk.step in STEPS:
        form = talk.data.get("form", "")
        if request.text != form and (request.text or talk.step != TABLE):
            raise MissingError("target-stale")
        if not talk.is_sure():
            return cards.refusals.ask_give_up(((cards.target_forms.stop(form),),))
        talk.close()
    return cards.target_forms.targets_stopped()


# --- a new value ------------------------------------------------------------------------------------------------------


@action("target.measure")
async def measure(request: Request, services: Services) -> Reply:
    """Ghi số liệu: of which period?"""
    services.target_edits.check_writer(request.viewer)
    one = (await services.targets.one(request.viewer, number_in(request))).target
    return _ask_period(request, services, one)


def _ask_period(request: Request, services: Services, one: Target) -> Reply:
    data = {"form": form_id(request), "at": "period", "id": one.id}
    request.talk.open(VALUE, data, request.now + OPEN_FOR)
    return cards.target_forms.ask_period(one, services.targets.today, _mark(data))


@step(VALUE, keeps=_answers)
async def take_value(request: Request, services: Services) -> Reply:
    """The period, how it is counted, the value, and the post that states it, one after the other."""
    return await _take_value(request, services)


async def _take_value(request: Request, services: Services) -> Reply:
    services.target_edits.check_writer(request.viewer)
    data, text = dict(request.talk.data), request.text.strip()
    one = (await services.targets.one(request.viewer, data["id"])).target
    asked: Reply
    match data["at"]:
        case "period":
            period = period_of(text, services.targets.today.year)
            if period is None or period.is_term:
                raise InvalidError("target-period")
            if period.first > services.targets.today:
                raise InvalidError("table-future")
            data |= {"period": period.name, "cumulative": counts_up(one, period), "at": "value"}
            asked = cards.target_forms.ask_value(one, period.name)
            if not one.is_rate and period != one.frame(period):
                data["at"] = "counted"
                asked = cards.target_forms.ask_counted(_mark(data))
        case "counted":
            data |= {"cumulative": _cumulative(text), "at": "value"}
            asked = cards.target_forms.ask_value(one, data["period"])
        case "value":
            try:
                data |= {"value": plain_number(read_value(text, one.unit)), "at": "source"}
            except ValueError as error:
                raise InvalidError(str(error)) from error
            asked = cards.target_forms.ask_source()
        case _:
            return await _finish_value(request, services, one, data)
    data["typed"] = [*data.get("typed", ()), text]
    request.talk.open(VALUE, data, request.now + OPEN_FOR)
    return asked


def _cumulative(text: str) -> bool:
    """Whether a value counts from the beginning; raises InvalidError for words that say neither, or both."""
    words = f" {fold_words(text)} "
    told = [
        any(f" {fold_words(one)} " in words for one in said)
        for said in ((CUMULATIVE, "từ đầu", "cộng dồn"), (WITHIN, "riêng", "kỳ này"))
    ]
    if told[0] == told[1]:
        raise InvalidError("target-counted")
    return told[0]


async def _finish_value(request: Request, services: Services, one: Target, data: dict[str, Any]) -> Reply:
    period = period_of(data["period"])
    if period is None:
        raise InvalidError("target-period")
    if fold_words(request.text) == SKIPPED:
        request.talk.close()
        column = result_column(period, cumulative=data["cumulative"])
        return await check_table(request, services, _grid({**_row(one), column: data["value"]}), one.id)
    sure = "number" in data and fold_words(request.text) in YES
    number = number_of(data["number"] if sure else request.text)
    if number is None:
        raise InvalidError("which-post", example="12")
    value = read_value(data["value"])
    seen = data["quote"] if sure else None
    counted = data["cumulative"]
    figure = await services.measuring.measure(
        request.viewer, one.id, period, value, number, cumulative=counted, seen=seen
    )
    if figure is not None:
        data = {**data, "at": "sure", "number": str(number), "quote": figure.quote}
        request.talk.open(VALUE, data, request.now + OPEN_FOR)
        return cards.target_forms.ask_sure(one, period.name, number, figure, _mark(data))
    request.talk.close()
    said = f"{period.name}, tin số {number}"
    return cards.target_forms.target_measured(one, said, cards.format.amount(value, one.unit or None))


@action("target.take")
async def take(request: Request, services: Services) -> Reply:
    """Ghi: a figure that was offered is the target's value."""
    services.posts.check_writer(request.viewer)
    numbers = request.numbers(4)
    if numbers is None:
        raise LateError("target-offer")
    return cards.target_forms.target_taken(await services.measuring.take(request.viewer, *numbers))

"""A whole table of targets: as a file or pasted, shown row by row before it is written; and another person's yes."""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot import cards
from bot.chat.request import Answer, Later, Request, action, job, step
from bot.domain.people import Role
from bot.domain.target_table import Grid, from_head, typed_grid
from bot.domain.words import fold_words
from bot.errors import InvalidError, MissingError
from bot.messages.incoming import FileKind
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from bot.services.intake import check_sent, fetch_grid
from handlers.attachments import sent_file

FORM, VALUE, TABLE, CHECK = "target.form", "target.value", "target.table", "target.check"
"""Steps in which something about targets is asked; the first two are of `handlers.target_edits`."""
STEPS = (FORM, VALUE, TABLE, CHECK)
YES = ("ghi", "dong y")
OPEN_FOR = timedelta(hours=1)
"""How long an answer is waited for: what is typed later is about something else."""


def number_in(request: Request) -> int:
    """The number that a button carries."""
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError("target")
    return numbers[0]


@action("target.table")
async def ask_table(request: Request, services: Services) -> Reply:
    """Gửi cả bảng: as a file or pasted."""
    services.target_edits.check_writer(request.viewer)
    return ask_for_table(request)


def form_id(request: Request) -> str:
    """What tells one form of a person from another, so that its buttons touch no other: short, as their data is."""
    return f"{int(request.now.timestamp() * 1000) % 2**32:x}"


def ask_for_table(request: Request) -> Reply:
    """Let the table be sent."""
    form = form_id(request)
    request.talk.open(TABLE, {"form": form}, request.now + OPEN_FOR)
    return cards.target_forms.ask_target_table(form)


@step(TABLE, files=True, long=True)
async def take_table(request: Request, services: Services) -> Reply | Answer:
    """The table, pasted or as a file."""
    services.target_edits.check_writer(request.viewer)
    if request.document is None:
        return await check_table(request, services, from_head(typed_grid(request.text)))
    document = check_sent(request.document)
    if document.kind is not FileKind.DOCUMENT:
        raise InvalidError("fact-file")
    return Answer([cards.drafts.reading_now()], jobs=[Later("target.import", sent_file(request, document))])


@job("target.import", fetching=fetch_grid)
async def finish_import(request: Request, services: Services, result: tuple[dict[str, Any], Grid]) -> Reply:
    """A file was read: what would change is shown."""
    return await check_table(request, services, result[1])


async def check_table(request: Request, services: Services, grid: Grid, subject: int | None = None) -> Reply:
    """Show what a table would change; it waits for Ghi unless a cell is wrong, then for the table again."""
    sheet = await services.target_edits.read(request.viewer, grid, subject)
    mark = form_id(request)
    if sheet.bad:
        request.talk.open(TABLE, {"form": mark}, request.now + OPEN_FOR)
    elif sheet.changes:
        data = {"cells": [list(row) for row in grid.rows], "id": subject}
        mark = _mark(data)
        request.talk.open(CHECK, {**data, "form": mark}, request.now + OPEN_FOR)
    elif request.talk.step in STEPS:
        request.talk.close()
    return cards.target_forms.target_changes(sheet, mark)


def _mark(data: dict[str, Any]) -> str:
    """What tells one table from another, so that its button writes no other: short, as a button's data is."""
    return hashlib.sha256(json.dumps([data["cells"], data["id"]]).encode()).hexdigest()[:12]


@step(CHECK, takes=lambda words: fold_words(words) in YES)
async def confirm(request: Request, services: Services) -> Answer:
    """Ghi, typed."""
    return await _write(request, services)


@action("target.write", irrevocable=True)
async def write(request: Request, services: Services) -> Answer:
    """Ghi: what was shown is written, or waits for another person's yes."""
    services.target_edits.check_writer(request.viewer)
    if request.talk.step != CHECK or request.text != _mark(request.talk.data):
        raise MissingError("target-stale")
    return await _write(request, services)


async def _write(request: Request, services: Services) -> Answer:
    services.target_edits.check_writer(request.viewer)
    data = request.talk.data
    cells: Sequence[Sequence[str]] = data["cells"]
    done = await services.target_edits.write(request.viewer, cells, data["id"])
    request.talk.close()
    told = Answer([cards.target_forms.targets_written(done.changes, waits=done.proposal is not None)])
    if done.proposal is None:
        return told
    who = await services.people.name(request.viewer)
    sheet = await services.target_edits.read(request.viewer, Grid(tuple(map(tuple, cells))), data["id"])
    asked = cards.target_forms.ask_targets_agreement(done.proposal.id, sheet, who)
    return told + Answer(notices=[Notice(asked, role=Role.APPROVER, besides=request.viewer.person_id)])


@action("target.waiting")
async def show_waiting(request: Request, services: Services) -> Reply:
    """What somebody wants to write, once more, with the buttons to decide."""
    one, sheet = await services.target_edits.undecided(request.viewer, number_in(request))
    return cards.target_forms.ask_targets_agreement(one.id, sheet, await services.people.name_of(one.asked_by))


@action("target.agree", irrevocable=True)
async def agree(request: Request, services: Services) -> Answer:
    """Đồng ý: it is written."""
    return await _decide(request, services, agreed=True)


@action("target.decline", irrevocable=True)
async def decline(request: Request, services: Services) -> Answer:
    """Từ chối: it is not."""
    return await _decide(request, services, agreed=False)


async def _decide(request: Request, services: Services, *, agreed: bool) -> Answer:
    one, done = await services.target_edits.decide(request.viewer, number_in(request), agreed=agreed)
    notices = []
    if one.asked_by is not None:
        who = await services.people.name(request.viewer)
        told = cards.target_forms.told_targets_decided(done.changes, who, agreed=agreed)
        notices.append(Notice(told, person_id=one.asked_by))
    return Answer([cards.target_forms.targets_decided(done.changes, agreed=agreed)], notices)

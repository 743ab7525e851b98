"""Targets: how far the ward has come."""

from bot import cards
from bot.chat.request import Request, action, command, nothing
from bot.domain.asked import asked_in
from bot.domain.people import Role
from bot.domain.periods import Period, period_of
from bot.domain.results import ENOUGH_PERIODS
from bot.domain.views import Answered, TargetsView
from bot.domain.words import fold_words
from bot.errors import MissingError
from bot.messages.message import Reply
from bot.services import Services

TEMPLATE = ("mau", "bang mau")
SHEET = ("bang", "xuat", "tai ve")
OF_EVERY = ("", "chi tieu", "cac chi tieu", "so lieu", "ket qua")
"""Folded words behind "biểu đồ" that name nothing of its own."""


@command("targets", "chitieu")
async def targets(request: Request, services: Services) -> Reply:
    """Chỉ tiêu của phường đạt đến đâu, ví dụ: chỉ tiêu hộ nghèo, chỉ tiêu 2025"""
    words = "" if request.pressed else fold_words(request.rest)
    if words in TEMPLATE:
        return cards.targets.target_template(services.targets.today)
    if words in SHEET:
        return cards.targets.target_file(await services.targets.cells(request.viewer))
    asked = period_of(words)
    if asked is not None or not words:
        return await _board(request, services, asked)
    named, period = asked_in(request.rest, services.targets.today)
    if not services.targets.names_one(named):
        # This year's are those of the term that is under way.
        past = period is not None and period.year not in (None, services.targets.today.year)
        return await _board(request, services, period.period if period is not None and past else None)
    view = await services.targets.board(request.viewer, words=named)
    if len(view.targets) == 1:
        return await _one(request, services, view.targets[0][0].id)
    if not view.targets:
        # "Chỉ tiêu tuyển quân" is no target here, and may still stand in a post.
        told = await services.search.about(request.viewer, request.rest)
        if told.best is not None or told.numbers:
            return cards.questions.answered(told, await services.ward.info())
    return cards.targets.scoreboard(view, writes=_writes(request))


def _writes(request: Request) -> bool:
    """Whether buttons for writing are shown."""
    return request.viewer.role >= Role.WRITER and not request.viewer.group


async def _board(request: Request, services: Services, asked: Period | None, *, by_topic: bool = False) -> Reply:
    view = await services.targets.board(request.viewer, asked=asked)
    shown = cards.targets.scoreboard(view, request.offset, by_topic=by_topic, writes=_writes(request))
    return request.turned(shown)


@action("targets.page")
async def page(request: Request, services: Services) -> Reply:
    """A page of the scoreboard, or that of a term."""
    return await _board(request, services, period_of(request.rest))


@action("targets.topics")
async def by_topic(request: Request, services: Services) -> Reply:
    """Theo chủ đề."""
    return await _board(request, services, period_of(request.rest), by_topic=True)


@action("targets.before")
async def before(request: Request, services: Services) -> Reply:
    """Năm trước: as it stood at the end of the year before."""
    return await _board(request, services, services.targets.last_year())


@action("targets.one")
async def one(request: Request, services: Services) -> Reply:
    """One target."""
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError("target")
    return await _one(request, services, numbers[0])


async def _one(request: Request, services: Services, target_id: int) -> Reply:
    return cards.targets.target_shown(await services.targets.one(request.viewer, target_id), writes=_writes(request))


@action("targets.sheet")
async def sheet(request: Request, services: Services) -> Reply:
    """Bảng: the whole table as a worksheet."""
    return cards.targets.target_file(await services.targets.cells(request.viewer, period_of(request.rest)))


async def _shown(request: Request, services: Services) -> TargetsView:
    """The targets that a picture is to show; an old button may ask for those of a term that has none any more."""
    view = await services.targets.board(request.viewer, asked=period_of(request.rest))
    if not view.targets:
        raise MissingError("target")
    return view


@action("targets.picture")
async def picture(request: Request, services: Services) -> Reply:
    """Biểu đồ: the scoreboard as a picture."""
    view = await _shown(request, services)
    return cards.target_pictures.scoreboard_picture(view, await services.ward.info(), services.targets.today)


@command("chart", "bieudo", "dothi", takes=nothing)
async def draw(request: Request, services: Services) -> Reply:
    """Biểu đồ chỉ tiêu, số liệu qua các kỳ, ví dụ: biểu đồ hộ nghèo."""
    ward, words = await services.ward.info(), request.rest
    asked = period_of(fold_words(words))
    every = asked is not None or fold_words(words) in OF_EVERY
    view = await services.targets.board(request.viewer, asked=asked, words="" if every else words)
    # "Hộ nghèo đi" names the target as a question does.
    told = Answered("", None) if every or view.targets else await services.search.about(request.viewer, words)
    named = [one for one, _ in view.targets or told.numbers.targets]
    if len(named) == 1 and named[0].measurements:
        return cards.target_pictures.target_series(await services.targets.one(request.viewer, named[0].id), ward)
    if view.targets:
        return cards.target_pictures.scoreboard_picture(view, ward, services.targets.today)
    found = await services.results.find(request.viewer, words if not every or asked else "")
    drawn = next((one.source for one in found.page.items if one.periods >= ENOUGH_PERIODS), None)
    if drawn is not None:
        series = await services.results.series(request.viewer, drawn.number, drawn.position)
        return cards.pictures.figure_series(series, ward)
    if found.page.items or every:
        return cards.results.not_drawn(found)
    return cards.questions.answered(told, ward, words)


@action("targets.print")
async def to_print(request: Request, services: Services) -> Reply:
    """Bản in: the scoreboard on A4."""
    view = await _shown(request, services)
    return cards.target_pictures.target_print(view, await services.ward.info(), services.targets.today)


@action("targets.chart")
async def chart(request: Request, services: Services) -> Reply:
    """Biểu đồ: one target over its periods, against its plan."""
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError("target")
    view = await services.targets.one(request.viewer, numbers[0])
    return cards.target_pictures.target_series(view, await services.ward.info())


@action("targets.template")
async def template(_request: Request, services: Services) -> Reply:
    """Bảng mẫu: a table to be filled in."""
    return cards.targets.target_template(services.targets.today)

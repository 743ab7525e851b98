"""Targets: how far the ward has come."""

from decimal import Decimal, InvalidOperation

from babel.numbers import NumberFormatError, parse_decimal

from bot import cards
from bot.chat.request import Request, command, nothing
from bot.domain.people import Role
from bot.domain.targets import Direction
from bot.domain.words import fold_words
from bot.errors import InvalidError
from bot.messages.message import Reply
from bot.services import Services
from handlers.numbers import number_of

LARGEST = 10**18
DIRECTIONS = {
    "it nhat": Direction.AT_LEAST,
    "tren": Direction.AT_LEAST,
    "nhieu nhat": Direction.AT_MOST,
    "duoi": Direction.AT_MOST,
    "giu": Direction.KEEP,
    "moc": Direction.MILESTONE,
}


@command("targets", "chitieu", takes=nothing)
async def targets(request: Request, services: Services) -> Reply:
    """Chỉ tiêu của phường đạt đến đâu."""
    return cards.answers.targets(await services.answers.targets(request.viewer))


@command("target", "capnhat", role=Role.WRITER)
async def target(request: Request, services: Services) -> Reply:
    """Ghi một chỉ tiêu và kết quả của nó."""
    services.posts.check_writer(request.viewer)
    parts = [part.strip() for part in request.text.split("|")]
    if len(parts) < 2:
        return cards.answers.target_usage()
    if len(parts) > 5:
        raise InvalidError("target-form")
    name, plan, actual, period, source = (*parts, "", "", "")[:5]
    number = number_of(source) if source else None
    if source and number is None:
        raise InvalidError("target-form")
    direction, planned, unit = _plan(plan)
    await services.targets.update(
        request.viewer,
        name=name,
        unit=unit,
        direction=direction,
        planned=planned,
        actual=_number(actual) if actual else None,
        period=period[:60],
        source=number,
    )
    return cards.answers.target_saved(name)


def _plan(text: str) -> tuple[Direction, Decimal, str]:
    """Read "ít nhất 95 %" as its direction, value and unit; "95 %" alone means at least."""
    words = text.replace("%", " %").split()
    direction = Direction.AT_LEAST
    for count in (2, 1):
        found = DIRECTIONS.get(fold_words(" ".join(words[:count])))
        if found is not None:
            direction, words = found, words[count:]
            break
    if not words:
        raise InvalidError("target-form")
    return direction, _number(words[0]), " ".join(words[1:])[:40]


def _number(text: str) -> Decimal:
    try:
        number = parse_decimal(text.removesuffix("%").strip(), locale="vi", strict=True)
    except (NumberFormatError, InvalidOperation) as error:
        raise InvalidError("target-form") from error
    # Decimal reads "NaN" and "1e99999" too: one breaks every comparison, the other fills the page.
    if not number.is_finite() or abs(number) >= LARGEST or len(number.as_tuple().digits) > 24:
        raise InvalidError("target-form")
    return number

"""Watching a push and holding it."""

from bot import cards
from bot.chat.request import Request, action, command
from bot.domain.people import Role
from bot.domain.posts import PostNumber
from bot.messages.message import Reply
from bot.services import Services
from handlers.numbers import needed, number_of


def _number(request: Request, services: Services, word: str = "tinhtrang") -> PostNumber:
    services.posts.check_writer(request.viewer)
    return needed(number_of(request.rest), f"{word} 12")


@command("status", "tinhtrang", role=Role.WRITER)
async def status(request: Request, services: Services) -> Reply:
    """Xem một tin đã gửi đến đâu, ai chưa nhận được."""
    number = _number(request, services) if request.rest else None
    states = await services.dispatches.status(request.viewer, number)
    post = await services.dispatches.post(request.viewer, number)
    return cards.pushes.status(states, post, aside=await services.dispatches.set_aside(request.viewer))


@command("pause", "tamdung", role=Role.WRITER)
async def pause(request: Request, services: Services) -> Reply:
    """Tạm dừng gửi một tin, ví dụ: tamdung 12."""
    return cards.pushes.status(await services.dispatches.pause(request.viewer, _number(request, services, "tamdung")))


@command("resume", "tieptuc", role=Role.WRITER)
async def resume(request: Request, services: Services) -> Reply:
    """Gửi tiếp một tin đang tạm dừng."""
    return cards.pushes.status(await services.dispatches.resume(request.viewer, _number(request, services, "tieptuc")))


@command("cancel", "huygui", role=Role.WRITER)
async def cancel(request: Request, services: Services) -> Reply:
    """Hủy gửi cho những người chưa nhận."""
    return cards.pushes.status(await services.dispatches.cancel(request.viewer, _number(request, services, "huygui")))


@command("resend", "guilai", role=Role.WRITER, irrevocable=True)
async def resend(request: Request, services: Services) -> Reply:
    """Gửi lại cho những người bị lỗi."""
    return cards.pushes.status(await services.dispatches.resend(request.viewer, _number(request, services, "guilai")))


@action("cancel.ask")
async def ask_cancel(request: Request, services: Services) -> Reply:
    """The button asks once before a push ends for good."""
    return cards.pushes.ask_cancel(await services.dispatches.status(request.viewer, _number(request, services)))

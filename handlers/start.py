"""First words, invite codes, and help."""

from bot import cards
from bot.chat.request import Answer, Request, command
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.errors import InvalidError
from bot.messages.message import Reply
from bot.services import Services
from bot.services.people import looks_like_code

GREETINGS = ("chao", "xin chao", "kinh chao", "alo", "hello")


def _greets(text: str) -> bool:
    """Whether a message begins with a greeting."""
    return f"{fold_words(text)} ".startswith(tuple(f"{word} " for word in GREETINGS))


@command("start", "batdau", matches=lambda text: looks_like_code(text) or _greets(text))
async def start(request: Request, services: Services) -> Reply | Answer:
    """Bắt đầu, hoặc nhập mã mời."""
    code = request.rest
    if len(request.words) == 1 and not _greets(code):
        viewer = await services.people.redeem(request.viewer, code)
        if viewer is None:
            return cards.refusals.refusal(InvalidError("code"))
        return Answer(cards.people.redeemed(viewer.role, viewer.subscribed))
    return cards.people.welcome(await services.ward.info(), request.viewer)


@command("help", "trogiup", "huongdan")
async def show_help(request: Request, services: Services) -> Reply:
    """Bot làm được những gì."""
    role = Role.RESIDENT if request.viewer.group else request.viewer.role
    # The Vietnamese name: the English one works too, but a resident cannot read it.
    entries = [(one.names[:2][-1], one.help) for one in request.commands if one.role <= role]
    return cards.answers.help_page(await services.ward.info(), entries, subscribed=request.viewer.subscribed)

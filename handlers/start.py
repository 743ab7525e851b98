"""First words, invite codes, and help."""

import re
from dataclasses import replace

from bot import cards
from bot.chat.request import Answer, Request, command, nothing
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.errors import InvalidError
from bot.messages.message import Reply
from bot.services import Services
from bot.services.people import looks_like_code
from handlers.subscribe import open_consent

LINK = re.compile(r"[A-Za-z0-9_-]{1,40}")
"""A link's parameter that may name an area and topics; it must fit a button."""
EVERY = ("tat ca", "tat ca lenh", "lenh")
"""Folded words behind "trợ giúp" that ask for every command."""


@command("start", "batdau", matches=looks_like_code, takes=lambda rest: not rest or looks_like_code(rest))
async def start(request: Request, services: Services) -> Reply | Answer:
    """Bắt đầu, hoặc nhập mã mời."""
    # A link's parameter may be another thing: where somebody lives, or where they found the link.
    if looks_like_code(request.rest):
        viewer = await services.people.redeem(request.viewer, request.rest)
        if viewer is None:
            return cards.refusals.refusal(InvalidError("code"))
        if not viewer.subscribed:
            open_consent(request)
        done, *more = cards.people.redeemed(viewer.role, viewer.subscribed)
        return Answer([replace(done, menu=request.menu(viewer.role)), *more])
    ward = await services.ward.info()
    link = request.rest if LINK.fullmatch(request.rest) and not request.viewer.group else ""
    if link and not request.viewer.subscribed and any(await services.subscriptions.named_by(request.viewer, link)):
        # It is chosen once they agree.
        open_consent(request, link)
        return Answer([cards.people.welcome(ward, request.viewer, subscribes=False), cards.people.ask_consent(link)])
    welcome = cards.people.welcome(ward, request.viewer)
    # Who is an admin by the settings never used a code.
    return replace(welcome, menu=request.menu(request.viewer.role) if request.viewer.is_official else None)


@command("ask", "hoiphuong", takes=nothing)
async def ask(request: Request, services: Services) -> Reply:
    """Hỏi phường: gõ câu hỏi như nói chuyện."""
    # What is typed next is a question, and no answer to what was open.
    request.talk.leave()
    return cards.talk.ask_anything(await services.ward.info())


@command("help", "trogiup", takes=lambda rest: fold_words(rest) in ("", *EVERY))
async def show_help(request: Request, services: Services) -> Reply:
    """Bot làm được những gì; xem hết các lệnh: trợ giúp tất cả."""
    role = Role.RESIDENT if request.viewer.group else request.viewer.role
    allowed = [one for one in request.commands if one.role <= role]
    ward = await services.ward.info()
    if request.rest:
        return cards.answers.every_command(ward, [(one.shown, one.help) for one in allowed])
    own = [(one.shown, one.help) for one in allowed if one.role > Role.RESIDENT]
    return cards.answers.help_page(ward, own, subscribed=request.viewer.subscribed)

"""After a post went out: correcting it, withdrawing it, and saying that it is over."""

from typing import Any

from bot import cards
from bot.chat.request import WAITS, Answer, Request, action, command, step
from bot.domain.life import APPROVES
from bot.domain.people import Role
from bot.domain.posts import FollowUp, Post, PostNumber, Said
from bot.errors import MissingError
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from bot.services.corrections import reason_of
from handlers.draft import change_piece, opened
from handlers.numbers import needed, number_and_rest, number_of

WITHDRAW = "withdraw.reason"
MOVED = "clear.time"


def _number_and_rest(request: Request, services: Services, example: str) -> tuple[PostNumber, str]:
    """The post's number and what stands behind it; `example` shows who forgot it."""
    services.posts.check_writer(request.viewer)
    number, rest = number_and_rest(request.text)
    return needed(number, example), rest


@command("correct", "dinhchinh", role=Role.WRITER, irrevocable=True)
async def correct(request: Request, services: Services) -> Answer:
    """Đính chính tin đã đăng, ví dụ: dinhchinh 12 103,8% => 103,9%"""
    number, typed = _number_and_rest(request, services, "dinhchinh 12 103,8% => 103,9%")
    if typed:
        correction, _ = await services.corrections.opened(request.viewer, number)
        return await change_piece(request, services, correction.id, typed)
    draft, new = await services.corrections.begin(request.viewer, number)
    return Answer(
        [cards.corrections.correction_begun(draft.corrected or draft.view.post, new=new), *opened(draft, request)]
    )


@command("withdraw", "thuhoi", role=Role.WRITER)
async def withdraw(request: Request, services: Services) -> Reply:
    """Thu hồi tin đã đăng, ví dụ: thuhoi 12 nhầm ngày cúp điện"""
    number, reason = _number_and_rest(request, services, "thuhoi 12 nhầm ngày cúp điện")
    post = await services.corrections.withdrawable(request.viewer, number)
    return await _ask_withdraw(request, services, post, reason)


async def _ask_withdraw(request: Request, services: Services, post: Post, typed: str) -> Reply:
    reason = reason_of(typed) if typed else ""
    held = await services.corrections.count_copies(post)
    # Where nothing can be taken away, the word in its place rings by itself.
    tell = held.copies > held.fixed and await services.corrections.rings(post)
    data = {"number": str(post.number), "reason": reason, "tell": tell}
    request.talk.open(WITHDRAW, data, request.now + WAITS)
    if not reason:
        return cards.corrections.ask_withdrawal_reason(post)
    return cards.corrections.ask_withdraw(post, reason, held, tell=tell)


@action("withdraw.tell")
async def toggle_told(request: Request, services: Services) -> Reply:
    """☑ Báo cho người đã nhận: on or off."""
    services.posts.check_writer(request.viewer)
    number, data = _asked(request)
    post = await services.corrections.withdrawable(request.viewer, number)
    held = await services.corrections.count_copies(post)
    data["tell"] = not data.get("tell")
    return cards.corrections.ask_withdraw(post, data["reason"], held, tell=data["tell"], replace=True)


def _asked(request: Request) -> tuple[PostNumber, dict[str, Any]]:
    """The withdrawal that is asked about; raises MissingError where another thing is open now."""
    number, data = number_of(request.text), request.talk.data
    if number is None or request.talk.step != WITHDRAW or data["number"] != str(number) or not data["reason"]:
        raise MissingError("withdraw-stale")
    return number, data


@step(WITHDRAW)
async def take_reason(request: Request, services: Services) -> Reply:
    """The next message is the reason."""
    services.posts.check_writer(request.viewer)
    number = needed(number_of(request.talk.data["number"]), "thuhoi 12")
    post = await services.corrections.withdrawable(request.viewer, number)
    return await _ask_withdraw(request, services, post, request.text)


@action("withdraw.keep")
async def withdraw_no(request: Request, services: Services) -> Reply:
    """Giữ lại: what is typed next is no reason any more."""
    services.posts.check_writer(request.viewer)
    post = await services.corrections.withdrawable(request.viewer, _number(request))
    if request.talk.step == WITHDRAW and request.talk.data["number"] == str(post.number):
        request.talk.close()
    return cards.corrections.not_withdrawn(post)


@action("withdraw.yes", irrevocable=True)
async def withdraw_yes(request: Request, services: Services) -> Answer:
    """The second tap."""
    services.posts.check_writer(request.viewer)
    number, data = _asked(request)
    tell = data.get("tell", False)
    fired = await services.corrections.withdraw(request.viewer, number, data["reason"], tell=tell)
    request.talk.close()
    who = await services.people.name(request.viewer)
    told = cards.corrections.told_withdrawn(fired.post, who, data["reason"])
    author_id, mine = fired.post.author_id, request.viewer.person_id
    lines = [cards.pushes.progress(one) for one in fired.pushes]
    notice = Notice(told, role=APPROVES, person_id=author_id, besides=mine)
    scored = [cards.target_sources.targets_followed(str(number), fired.measured)] if fired.measured else []
    return Answer([cards.corrections.withdrawn(fired.post), *lines, *scored], [notice])


# --- it is over -------------------------------------------------------------------------------------------------------


def _number(request: Request) -> PostNumber:
    return needed(number_of(request.text), "thuhoi 12")


@action("clear.safe", irrevocable=True)
async def safe(request: Request, services: Services) -> Answer:
    """The danger is over."""
    return await _tell(request, services, _number(request), FollowUp.SAFE)


@action("clear.off", irrevocable=True)
async def meeting_off(request: Request, services: Services) -> Answer:
    """The meeting does not take place."""
    return await _tell(request, services, _number(request), FollowUp.OFF)


@action("clear.moved")
async def meeting_moved(request: Request, services: Services) -> Reply:
    """The meeting takes place at another time: which?"""
    number = _number(request)
    post = await services.corrections.withdrawable(request.viewer, number)
    request.talk.open(MOVED, {"number": str(number)}, request.now + WAITS)
    return cards.corrections.ask_moved(post)


@step(MOVED)
async def take_new_time(request: Request, services: Services) -> Answer:
    """The next message says when and where instead."""
    services.posts.check_writer(request.viewer)
    number = needed(number_of(request.talk.data["number"]), "thuhoi 12")
    answer = await _tell(request, services, number, FollowUp.MOVED, request.text)
    request.talk.close()
    return answer


async def _tell(
    request: Request, services: Services, number: PostNumber, follow_up: FollowUp, typed: str = ""
) -> Answer:
    fired = await services.corrections.all_clear(request.viewer, number, follow_up, typed)
    lines = [cards.pushes.progress(one) for one in fired.pushes]
    return Answer([cards.corrections.follow_up_sent(fired.post, fired.post.closing or Said()), *lines])

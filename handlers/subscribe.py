"""Subscribing with consent, choosing topics and areas, stopping."""

from dataclasses import replace
from datetime import timedelta

from bot import cards
from bot.chat.request import Answer, Request, a_change, action, command, nothing, step
from bot.domain.hours import Bundle
from bot.domain.words import fold_words
from bot.errors import MissingError
from bot.messages.message import Reply
from bot.services import Services

ADD = ("them", "thêm")
DROP = ("bo", "bỏ")
CONSENT = "subscribe.consent"
CONSENT_OPEN = timedelta(days=1)
MOST_AGREEING = 5
STOP_WORDS = ("", "tin", "nhan", "nhan tin", "gui", "gui tin", "lai", "di")


@command("subscribe", "dangky", "dangki", "nhantin", takes=nothing)
async def subscribe(request: Request, services: Services) -> Reply:
    """Đăng ký nhận tin của phường."""
    services.subscriptions.check_own(request.viewer)
    if request.viewer.subscribed_here:
        return await _settings(request, services)
    open_consent(request)
    return cards.people.ask_move() if request.viewer.subscribed else cards.people.ask_consent()


async def _settings(request: Request, services: Services, *, replace: bool = False) -> Reply:
    places = cards.links.boxes(await services.links.places(request.viewer))
    return cards.people.already_subscribed(await services.digests.bundle(request.viewer), places, replace=replace)


def open_consent(request: Request, link: str = "") -> None:
    """Below the consent text "đồng ý" may be typed too, unless something else is open that takes what is typed.

    `link` is what the link they came by names.
    """
    if request.talk.step is None:
        request.talk.open(CONSENT, {"link": link}, request.now + CONSENT_OPEN)


def _agrees(text: str) -> bool:
    words = fold_words(text[:60]).split()
    return len(words) <= MOST_AGREEING and "dong y" in " ".join(words) and not {"khong", "ko", "chua"} & set(words)


@step(CONSENT, takes=_agrees, anyone=True)
async def typed_agreement(request: Request, services: Services) -> Reply | Answer:
    """ "đồng ý" as it is typed."""
    link = request.talk.data.get("link", "")
    request.talk.close()
    return await agree(replace(request, text=link), services)


@action("subscribe.agree")
async def agree(request: Request, services: Services) -> Answer:
    """Đồng ý: consent is stored, topics are offered, the newest post is the sample."""
    if request.talk.step == CONSENT:
        request.talk.close()
    if request.viewer.subscribed_here:
        return Answer([await _settings(request, services)])
    await services.subscriptions.subscribe(request.viewer)
    if request.viewer.subscribed:
        return Answer([cards.people.moved()])
    chosen = await services.subscriptions.start_with(request.viewer, request.rest) if request.rest else []
    replies = [cards.people.subscribed(await services.subscriptions.topics(request.viewer), chosen)]
    if not chosen:
        replies += await asked_where(replace(request, viewer=replace(request.viewer, subscribed=True)), services)
    if not request.viewer.group:
        replies.append(cards.people.large_keys(request.viewer.role))
    sample = await services.subscriptions.send_sample(request.viewer)
    if sample is not None:
        post, sent = sample
        replies.append(cards.people.sample_follows() if sent else cards.people.sample_known(post))
    return Answer(replies)


async def asked_where(request: Request, services: Services) -> list[Reply]:
    """Once, where somebody lives: at subscription, or when areas were named only after that."""
    areas = await services.subscriptions.ask_where(request.viewer)
    return [cards.people.ask_areas(areas)] if areas else []


@action("bundle")
async def set_bundle(request: Request, services: Services) -> Reply:
    """Ngay, mỗi ngày or mỗi tuần: how what is not urgent comes from now on."""
    if request.text not in list(Bundle):
        raise MissingError("choice")
    bundle = Bundle(request.text)
    await services.digests.set_bundle(request.viewer, bundle)
    return await _settings(request, services, replace=True)


@command("unsubscribe", "ngung", "ngungnhantin", "stop", takes=lambda rest: fold_words(rest) in STOP_WORDS)
async def unsubscribe(request: Request, services: Services) -> Reply:
    """Ngừng nhận tin."""
    if not request.pressed and fold_words(request.rest) not in STOP_WORDS:
        # "Ngừng cấp nước ngày nào?" begins like the command and means another thing.
        return cards.people.ask_unsubscribe(request.rest)
    return cards.people.unsubscribed(await services.subscriptions.unsubscribe(request.viewer))


@command("topics", "chude", takes=a_change)
async def topics(request: Request, services: Services) -> Reply:
    """Chọn chủ đề muốn nhận."""
    words = request.words
    if words and words[0].lower() in ADD:
        return cards.people.ward_changed(
            "Đã thêm chủ đề", await services.ward.add_topic(request.viewer, " ".join(words[1:]))
        )
    if words and words[0].lower() in DROP:
        name = await services.ward.retire_topic(request.viewer, " ".join(words[1:]))
        return cards.people.ward_changed("Đã bỏ chủ đề", name)
    return cards.people.choose_topics(await services.subscriptions.topics(request.viewer))


@action("topics.toggle")
async def toggle_topic(request: Request, services: Services) -> Reply:
    """One topic on or off."""
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError("topic")
    choices = await services.subscriptions.toggle_topic(request.viewer, numbers[0])
    return cards.people.choose_topics(choices, replace=True)


@action("topics.done")
async def done(request: Request, services: Services) -> Reply:
    """Xong under topics or areas."""
    return cards.people.choices_saved(request.viewer.subscribed)


@command("areas", "khuvuc", takes=a_change)
async def areas(request: Request, services: Services) -> Reply:
    """Chọn khu vực mình ở."""
    words = request.words
    if words and words[0].lower() in ADD:
        name, _, old = " ".join(words[1:]).partition("=")
        aliases = [alias for alias in old.split(",") if alias.strip()]
        return cards.people.ward_changed("Đã thêm khu vực", await services.ward.add_area(request.viewer, name, aliases))
    if words and words[0].lower() in DROP:
        name = await services.ward.retire_area(request.viewer, " ".join(words[1:]))
        return cards.people.ward_changed("Đã bỏ khu vực", name)
    return cards.people.choose_areas(await services.subscriptions.areas(request.viewer))


@action("areas.toggle")
async def toggle_area(request: Request, services: Services) -> Reply:
    """One area on or off."""
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError("area")
    choices = await services.subscriptions.toggle_area(request.viewer, numbers[0])
    return cards.people.choose_areas(choices, replace=True)

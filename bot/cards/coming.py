"""What is ahead, day by day, as people see it."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import cut, first_up, lines, weekday
from bot.cards.names import said
from bot.cards.paging import paging
from bot.cards.when import known, when_entry
from bot.clock import in_vietnam
from bot.domain.coming import Coming
from bot.domain.posts import Audience, FollowUp, Post
from bot.domain.views import ComingPage
from bot.messages.message import ButtonRows, Reply

TITLE_UNITS = 120
WORDS_UNITS = 160
MOST_BUTTONS = 4


def upcoming(view: ComingPage) -> Reply:
    """Everything on the days that were asked for; where that is nothing, what comes next."""
    items = view.page.items
    if not items and view.page.offset:
        return Reply(Markup("Đã hết, chưa có gì xa hơn nữa."), (buttons.FIXED,))
    if items:
        title = Markup("<b>{}</b>").format(first_up(_span(view)))
        turning = paging("upcoming", view.page.question, view.page, newer="Trước", older="Tiếp theo")
        days = _by_day(items, view.today, headed=view.until != view.first)
        return Reply(lines(title, *days), (*_reads(items), *turning))
    empty = f"{first_up(_span(view))} phường chưa có lịch gì." if view.until else "Phường chưa có lịch gì sắp tới."
    if not view.later:
        return Reply(lines(empty, "Có tin mới, bot sẽ báo bà con đã đăng ký."), (buttons.FIXED,))
    return Reply(
        lines(empty, "", Markup("<b>Gần nhất là:</b>"), *_by_day(view.later, view.today)), (*_reads(view.later),)
    )


def ahead(items: Sequence[Coming], today: date) -> list[Markup | str]:
    """The lines of what is still ahead, above a list of what was."""
    return [Markup("<b>Sắp diễn ra</b>"), *_by_day(items, today)] if items else []


def _span(view: ComingPage) -> str:
    if view.until is None:
        return "sắp tới ở phường"
    if view.first == view.until:
        return _day(view.first, view.today)
    return f"từ {_day(view.first, view.today)} đến {_day(view.until, view.today)}"


def _day(day: date, today: date) -> str:
    """ "hôm nay, thứ Hai 30/11", "thứ Tư 02/12", with its year where that is another one."""
    near = {0: "hôm nay, ", 1: "ngày mai, "}.get((day - today).days, "")
    return f"{near}{weekday(day)} {day:%d/%m}" + (f"/{day.year}" if day.year != today.year else "")


def _by_day(items: Sequence[Coming], today: date, *, headed: bool = True) -> list[Markup | str]:
    parts: list[Markup | str] = []
    for day, found in groupby(items, key=lambda one: one.day):
        if headed:
            parts += ["", Markup("<b>{}</b>").format(first_up(_day(day, today)))]
        parts += [_entry(one) for one in found]
    return parts


def _entry(one: Coming) -> Markup:
    post = one.post
    marks = ("🔴 " if post.urgent else "") + ("🔒 " if post.audience is Audience.CADRES else "")
    where = f" ({', '.join(one.sitting.areas)})" if one.sitting.areas else ""
    hours = _hours(one)
    when = Markup("<b>{}:</b> ").format(hours) if hours else ""
    title = Markup("• {}{}{}{} – tin số {}").format(marks, when, cut(post.title, TITLE_UNITS), where, post.number)
    return lines(title, _words(one), _became(post))


def _hours(one: Coming) -> str:
    """Its hours on its day, and how long it goes on; nothing where its own words tell them."""
    post, sitting = one.post, one.sitting
    goes_on = f", đến hết {sitting.last:%d/%m}" if sitting.last > one.day else ""
    if sitting.first < one.day:
        return f"Đang diễn ra{goes_on}" if goes_on else "Ngày cuối"
    if sitting.words or post.starts_at is None:
        return f"Từ ngày này{goes_on}" if goes_on else ""
    starts = in_vietnam(post.starts_at)
    ends = in_vietnam(post.ends_at) if post.ends_at else None
    if ends and ends.date() == one.day:
        return f"{starts:%H:%M} – {ends:%H:%M}"
    if ends and ends.date() - one.day == timedelta(days=1) and sitting.last == ends.date():
        return f"{starts:%H:%M} – {ends:%H:%M} hôm sau"
    return f"Từ {starts:%H:%M}{goes_on}"


def _words(one: Coming) -> Markup | None:
    """Where it is; the text's own words where it names several days, or no hour of it could be read."""
    post = one.post
    told = known(post, "")
    where = next(iter((*told.place, *told.area)), None)
    if one.sitting.words:
        mark, words = "🕒 ", one.sitting.words
    elif post.summary and post.starts_at is None and not post.when.time:
        mark, words = "", post.summary[0]
    elif where:
        mark, words = "📍 ", where
    else:
        return None
    return Markup("  {}{}").format(mark, _one_line(words))


def sitting_entry(one: Coming) -> Markup | None:
    """When and where it is on this very day, in one line: of a schedule the day's own row, not the first of all."""
    return Markup("🕒 {}").format(_one_line(one.sitting.words)) if one.sitting.words else when_entry(one.post)


def _one_line(words: str) -> str:
    return cut(" ".join(words.split()), WORDS_UNITS)


def _became(post: Post) -> Markup | None:
    if post.closing is None:
        return None
    mark = "❌" if post.closing.follow_up is FollowUp.OFF else "📌"
    return Markup("  {} <b>{}</b>").format(mark, cut(said(post.closing), WORDS_UNITS))


def _reads(items: Sequence[Coming]) -> ButtonRows:
    numbers = list(dict.fromkeys(str(one.post.number) for one in items))[:MOST_BUTTONS]
    return (tuple(buttons.read(number, f"Đọc {number}") for number in numbers),)

"""The ward's own numbers, as text and as a picture."""

from decimal import Decimal

from markupsafe import Markup

from bot.cards.charts.bars import Bar, Block, bars
from bot.cards.format import cut, lines, number
from bot.cards.names import CHANNEL_NAMES
from bot.cards.pictures import picture
from bot.domain.stats import Counts, Month, Reach, Stats
from bot.domain.views import WardInfo
from bot.messages.message import Button, Reply

MOST_NAMES = 15
"""Areas that are named; a ward of two hundred tổ has a picture of the largest."""
TITLE_UNITS = 80


def ward_numbers(stats: Stats) -> Reply:
    """How many get posts, where, how that grew, and whom the last posts reached."""
    text = lines(
        Markup("<b>Thống kê của phường</b>"),
        Markup("• <b>{}</b> người nhận tin, {} nhóm").format(number(stats.people), number(stats.groups)),
        f"• {number(stats.unreachable)} người đã đăng ký nhưng chặn bot hoặc không còn dùng"
        if stats.unreachable
        else None,
        *(f"• Qua {CHANNEL_NAMES.get(name, name)}: {number(count)}" for name, count in stats.channels),
        *_named("Theo khu vực", stats.areas),
        f"• Chưa chọn, nhận mọi khu vực: {number(stats.everywhere)}" if stats.areas else None,
        *_named("Theo chủ đề", stats.topics),
        "",
        Markup("<b>Sáu tháng gần đây</b>"),
        *(f"• {_month(one)}: thêm {number(one.joined)}, ngừng {number(one.left)}" for one in stats.months),
        *_reached(stats.posts),
    )
    return Reply(text, ((Button("Biểu đồ", "stats.picture", file=True, extra=True),),))


def _named(title: str, counts: Counts) -> list[Markup | str]:
    if not counts:
        return []
    shown = [f"• {name}: {number(count)}" for name, count in counts[:MOST_NAMES]]
    left = len(counts) - len(shown)
    return ["", Markup("<b>{}</b>").format(title), *shown, *([f"• … và {number(left)} nơi khác"] if left else [])]


def _reached(posts: tuple[Reach, ...]) -> list[Markup | str]:
    if not posts:
        return []
    told = (
        Markup("• Tin {}: <b>{}</b> – {}").format(one.number, _got(one), cut(one.title, TITLE_UNITS)) for one in posts
    )
    return ["", Markup("<b>Các tin gần nhất đến được bao nhiêu người</b>"), *told]


def _got(reach: Reach) -> str:
    """How many of how many; when a post went out nobody may have been there."""
    return f"{number(reach.sent)}/{number(reach.people)}" if reach.people else "lúc đăng chưa có ai nhận tin"


def ward_picture(stats: Stats, ward: WardInfo) -> Reply:
    """The same as bars."""
    blocks = [
        Block([_bar(CHANNEL_NAMES.get(name, name), count) for name, count in stats.channels], "Theo kênh"),
        Block([_bar(name, count) for name, count in stats.areas[:MOST_NAMES]], "Theo khu vực"),
        Block([_bar(name, count) for name, count in stats.topics], "Theo chủ đề"),
        Block([_grown(one) for one in stats.months], "Mỗi tháng thêm, trừ người ngừng"),
        Block([_share(one) for one in stats.posts if one.people], "Các tin gần nhất đến được", whole=Decimal(1)),
    ]
    title = f"{number(stats.people)} người nhận tin"
    drawing = bars(over=ward.name, title=title, blocks=[one for one in blocks if one.bars])
    return Reply(Markup("{}: {}").format(ward.name, title), file=picture(drawing, "thong-ke"))


def _bar(name: str, count: int) -> Bar:
    return Bar(name, Decimal(count), number(count))


def _month(month: Month) -> str:
    return f"Tháng {month.first:%-m/%Y}"


def _grown(month: Month) -> Bar:
    grown = month.joined - month.left
    return Bar(_month(month), Decimal(grown), f"{'+' if grown > 0 else ''}{number(grown)}")


def _share(reach: Reach) -> Bar:
    """A post's bar is as long as the part of its people that it has reached."""
    return Bar(f"Tin {reach.number}: {cut(reach.title, 40)}", Decimal(reach.sent) / reach.people, _got(reach))

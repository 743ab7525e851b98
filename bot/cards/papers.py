"""What goes on paper and along with links: a post for the notice board, the ward's poster, the picture of a link."""

from markupsafe import Markup

from bot.cards.charts.board import LONGEST_ADDRESS, WHOLE, Unit, board, breakable, printable, unit, units_of
from bot.cards.charts.qr import square
from bot.cards.figures import headlines
from bot.cards.format import cut, day, lines, minute
from bot.cards.names import CHANNEL_NAMES, KIND_NAMES, said
from bot.cards.pictures import picture, segments
from bot.cards.posts import told_text
from bot.cards.when import when_entry, when_parts
from bot.domain.heading import besides
from bot.domain.posts import Correction, Post, PostNumber, PostState
from bot.domain.shelf import slug_of
from bot.domain.views import Poster, PostView, WardInfo
from bot.messages.markup import plain
from bot.messages.message import Button, Drawing, Reply

TITLE_UNITS, BAND_UNITS, CHANGE_UNITS = 200, 160, 160
MOST_CHANGES, MOST_FIGURES = 5, 8
LINK_UNITS, LINK_WHEN = 120, 40
"""Of the title on a link's picture, and of the time and of the place below it."""
ONE_LINE = 160
"""Characters up to which two items of a When-line stand beside one another."""
READ_ON = 4_000
"""Characters of a long text out of which the page is filled: more than any page holds."""
NEVER = "Phường không bao giờ hỏi mã OTP hay ảnh căn cước."
"""The standing line of everything that is printed."""


def button(number: PostNumber | None) -> Button:
    """Asks for a post on paper."""
    return Button("In A4", f"print {number}", typed=f"in ấn {number}", file=True, extra=True)


# --- a post ---------------------------------------------------------------------------------------------------------


def page_address(view: PostView) -> str:
    """Where everybody can read a post; "" where the ward has no pages."""
    return f"{view.ward.public_url}/{view.post.number}" if view.ward.public_url else ""


def board_page(view: PostView, address: str) -> Drawing:
    """A post as one A4 page: when, where and what to do, its text, and the square that leads to its `address`."""
    post, ward = view.post, view.ward
    when = when_parts(post, ward.name)
    first = [unit("change", (cut(one, CHANGE_UNITS), False)) for one in post.changes[:MOST_CHANGES]]
    first += [one for label, items in when for one in _when(label, items)]
    text = besides(told_text(view), [item for _, items in when for item in items])
    hotline = [f"Cần hỏi, xin gọi {ward.hotline}."] if ward.hotline else []
    where = f"tại {address}" if address else f"trong Loa phường: nhắn “đọc {post.number}”"
    return board(
        over=ward.name,
        kind=" · ".join([*(["KHẨN"] if post.urgent else []), KIND_NAMES[post.kind].upper()]),
        title=cut(post.title, TITLE_UNITS),
        bands=_bands(view),
        whole=[*first, *units_of(text)] if len(text) <= WHOLE else None,
        parts=[*first, *_of_long(view, text)],
        more=f"Đọc toàn văn {where}",
        scan="Quét mã để xem bản mới nhất trên điện thoại.",
        address=address,
        notes=[signed(post), " ".join([NEVER, *hotline])],
    )


def _when(label: str, items: tuple[str, ...]) -> list[Unit]:
    together = "; ".join(items)
    if len(items) == 1 or (len(items) == 2 and len(together) <= ONE_LINE):
        return [unit("when", (f"{label}: ", True), (together, False))]
    return [unit("when", (f"{label}:", True)), *(unit("item", (one, False)) for one in items)]


def _of_long(view: PostView, text: str) -> list[Unit]:
    """Of a text that does not fit: its figures and what sums it up, else its beginning."""
    figures = [unit("item", *segments(one)) for one in headlines(view.reading, MOST_FIGURES)]
    if not figures:
        return units_of(text[:READ_ON])
    summary = "\n".join(" ".join(one.split()) for one in view.post.summary)
    return [unit("heading", ("Số liệu chính", True)), *figures, *units_of(summary or text[:READ_ON])]


def _bands(view: PostView) -> list[str]:
    post = view.post
    bands = []
    if post.state is PostState.EXPIRED or post.closing:
        over = "ĐÃ KẾT THÚC" if post.state is PostState.EXPIRED else ""
        bands.append(cut(": ".join(filter(None, (over, said(post.closing)))), BAND_UNITS))
    if post.changes:
        move = next((one for one in view.corrected if one.change is Correction.MEANING), None)
        bands.append("ĐÍNH CHÍNH" + (f" lúc {minute(move.at)}" if move else ""))
    return bands


def signed(post: Post) -> str:
    """Number, revision, day and code of a post."""
    when = f" · đăng {day(post.published_at)}" if post.published_at else ""
    return f"Tin số {post.number} · bản {post.revision}{when} · mã {post.code}"


def board_sheet(view: PostView) -> Reply:
    """A post on paper, for the official who prints it and hangs it up."""
    post = view.post
    drawing = board_page(view, page_address(view))
    title = cut(post.title, TITLE_UNITS)
    online = f"{view.ward.public_url}/tin/{post.number}.pdf" if view.ward.public_url else ""
    text = lines(
        Markup("🖨 Tin số {}, một tờ A4 để in và dán bảng tin: {}").format(post.number, title),
        Markup("In từ máy tính: {}").format(online) if online else None,
    )
    return Reply(text, file=picture(drawing, f"tin-{post.number}"))


# --- links ----------------------------------------------------------------------------------------------------------


def link_picture(view: PostView) -> Drawing:
    """What a link to a post shows where it is passed on: the title, and when."""
    post = view.post
    entry = when_entry(post, LINK_WHEN)
    became = " · đã kết thúc" if post.state is PostState.EXPIRED else " · đã đính chính" if post.changes else ""
    return Drawing(
        "share",
        {
            "over": printable(" · ".join([*(["KHẨN"] if post.urgent else []), KIND_NAMES[post.kind], view.ward.name])),
            "title": breakable(printable(cut(post.title, LINK_UNITS))),
            "when": breakable(printable(plain(entry))) if entry else "",
            "foot": f"{signed(post)}{became}",
            "urgent": post.urgent,
        },
    )


def ward_link_picture(ward: WardInfo) -> Drawing:
    """What a link to any other page shows."""
    data = {
        "over": "Loa phường",
        "title": breakable(printable(f"Tin của {ward.name}")),
        "when": "",
        "foot": "Thông báo, lịch họp, báo cáo, số liệu do phường công bố",
        "urgent": False,
    }
    return Drawing("share", data)


def drawn_ahead(view: PostView) -> tuple[Drawing, ...]:
    """What the pages show of a post that takes a while to be drawn."""
    return board_page(view, page_address(view)), link_picture(view)


# --- the poster -----------------------------------------------------------------------------------------------------

GETS = (
    "Cúp điện, cúp nước, lịch tiêm, lịch họp: biết ngay, đúng khóm mình",
    "Tin khẩn tới tận máy, cả ban đêm",
    "Hỏi gì cũng được, gõ không cần dấu",
    "Miễn phí. Muốn thôi, nhắn chữ: ngừng",
)

READS = (
    "Cúp điện, cúp nước, lịch tiêm, lịch họp: xem lúc nào cũng được",
    "Tin khẩn và việc sắp tới đứng đầu trang",
    "Tìm tin chỉ cần gõ vài chữ, không cần dấu",
    "Miễn phí, không cần cài đặt, không cần đăng ký",
)
"""What one gets where nothing but the ward's pages can be opened by a square."""


def poster_page(poster: Poster) -> Drawing:
    """The ward's poster: what one gets, the squares that open the bot, and what the ward never asks for."""
    ward = poster.ward
    data = {
        "over": printable(ward.name),
        "title": f"{'Nhận' if _opens_bot(poster) else 'Đọc'} tin của phường ngay trên điện thoại",
        "area": f"Bà con {printable(poster.area)}" if poster.area else "",
        "gets": GETS if _opens_bot(poster) else READS,
        "codes": [
            {
                "name": CHANNEL_NAMES.get(way.channel, "Trang tin của phường"),
                "address": breakable(_shown(way.link), LONGEST_ADDRESS),
                "qr": square(way.link).decode(),
            }
            for way in poster.ways
        ],
        "how": _how(poster),
        "never": "Phường KHÔNG BAO GIỜ hỏi mã OTP, mật khẩu hay ảnh căn cước",
        "call": f"Cần giúp, xin gọi {printable(ward.hotline)}" if ward.hotline else "",
    }
    return Drawing("poster", data, "pdf")


def _opens_bot(poster: Poster) -> bool:
    return bool(poster.ways[0].channel)


def _how(poster: Poster) -> str:
    if not _opens_bot(poster):
        return "Soi ô vuông bằng máy ảnh để mở trang tin"
    return "Soi ô vuông bằng máy ảnh, bấm Bắt đầu, rồi Đồng ý"


AREA_UNITS, MOST_AREAS = 40, 6
"""Of the areas that are offered below a poster."""


def _shown(link: str) -> str:
    """An address as people type it."""
    return link.partition("://")[2].partition("?")[0].rstrip("/")


def poster(view: Poster) -> Reply:
    """The ward's poster to print, of all of it or of an area, and how to get that of another one."""
    of = Markup(" của <b>{}</b>").format(view.area) if view.area else Markup("")
    chosen = Markup(" với {} chọn sẵn").format(view.area) if view.area else Markup("")
    opens = Markup("bot mở ra{}").format(chosen) if _opens_bot(view) else Markup("trang tin của phường mở ra")
    text = lines(
        Markup("🖨 Áp phích A4{}: xin in ra, dán ở trụ sở, nhà văn hóa, đầu hẻm. Ai soi mã thì {}.").format(of, opens),
        "Cần của riêng một nơi, gõ: áp phích và tên nơi ấy." if view.areas else None,
    )
    shown = [Button(cut(one, AREA_UNITS), f"poster {one}", typed=f"áp phích {one}") for one in view.areas[:MOST_AREAS]]
    rows = tuple(tuple(shown[at : at + 2]) for at in range(0, len(shown), 2))
    name = f"ap-phich-{slug_of(view.area)}" if view.area else "ap-phich"
    return Reply(text, rows, picture(poster_page(view), name))

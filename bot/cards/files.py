"""A post's files: what a message says of them, the buttons to get each, and a draft's list of them."""

import struct
import zlib
from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import cut, lines, own_words
from bot.domain.attachments import MOST_FILES, MOST_TOTAL, Attachment
from bot.domain.drafts import DraftView
from bot.domain.posts import Audience, PostNumber
from bot.domain.views import PostView
from bot.messages.message import Button, ButtonRows, File, Reply

SHOWN_NAME = 60
BLANK = 0
"""Stands for the blank picture where others have the number of a file."""


def outgoing(file: Attachment) -> File:
    """A kept file as it goes out."""
    return File(file.name, photo=file.photo, attachment=file.id)


@cache
def blank_picture() -> File:
    """A plain grey picture: what stands in the place of a photo that must go, where the message itself has to stay."""
    width, height = 640, 200
    row = b"\x00" + b"\xe0" * width

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    content += chunk(b"IDAT", zlib.compress(row * height, 9)) + chunk(b"IEND", b"")
    return File("trong.png", content, photo=True, attachment=BLANK)


def size(amount: int) -> str:
    """How large a file is: "240 KB", "1,2 MB"."""
    if amount < 2**20:
        return f"{max(1, round(amount / 1024))} KB"
    return f"{amount / 2**20:.1f} MB".replace(".", ",")


def count(files: Sequence[Attachment]) -> str:
    """How many of each: "1 ảnh, 2 tệp"."""
    photos = sum(one.photo for one in files)
    parts = [f"{photos} ảnh"] if photos else []
    parts += [f"{len(files) - photos} tệp"] if len(files) > photos else []
    return ", ".join(parts)


def attached_line(files: Sequence[Attachment], ask: str = "") -> str | None:
    """What a post has besides its text, and how to `ask` for it."""
    return f"📎 Kèm {count(files)}{ask}" if files else None


def files_button(files: Sequence[Attachment], number: PostNumber | None) -> Button:
    """The one button under a push that leads to all its files."""
    return Button(f"📎 {count(files)}", f"files {number or 'x'}", typed=f"tệp {number or 'x'}")


def get_buttons(view: PostView) -> ButtonRows:
    """A button for each file of a published post, two photos a row."""
    number = view.post.number
    photos = [Button(one.name, f"files.get {number} {one.mark}", file=True) for one in view.attachments if one.photo]
    rows = [tuple(photos[start : start + 3]) for start in range(0, len(photos), 3)]
    others = [
        (Button(f"📎 {cut(one.name, SHOWN_NAME)}", f"files.get {number} {one.mark}", file=True),)
        for one in view.attachments
        if not one.photo
    ]
    return (*rows, *others)


def files(view: PostView) -> Reply:
    """What files a published post has."""
    post = view.post
    name = Markup("<b>Tin số {}</b>: {}").format(post.number, cut(post.title, 160))
    if not view.attachments:
        return Reply(
            lines(name, "", "Tin này không có ảnh hay tệp kèm theo."),
            ((buttons.read(post.number),),),
        )
    return Reply(
        lines(name, "", *_list(view.attachments), "", own_words("<k>Bấm vào tên để nhận ảnh hoặc tệp.|</k>")),
        get_buttons(view),
    )


def file(view: PostView, one: Attachment) -> Reply:
    """One file of a post; what is for cadres cannot be passed on."""
    post = view.post
    of = f"Tin số {post.number}" if post.number else "Bản nháp"
    text = Markup("{} · {}").format(cut(one.name, SHOWN_NAME), of)
    return Reply(text, file=outgoing(one), protect=post.audience is Audience.CADRES)


def no_files_here(text: Markup) -> Markup:
    """What stands in place of a file on a channel that cannot send any."""
    return lines(text, "Ở kênh này bot chưa gửi được ảnh và tệp. Xin mở bot ở kênh khác, hoặc đến phường lấy bản giấy.")


def not_sent(text: Markup) -> Markup:
    """What stands in place of a file that the platform refused."""
    return lines(text, "Bot chưa gửi được ảnh, tệp này. Xin thử lại sau.")


def _list(files: Sequence[Attachment]) -> list[Markup]:
    return [
        Markup("{}. {} <i>({}{})</i>{}").format(
            place,
            cut(one.name, SHOWN_NAME),
            size(one.size),
            ", bài được đọc từ tệp này" if one.source else "",
            f": {one.alt}" if one.alt else "",
        )
        for place, one in enumerate(files, 1)
    ]


# --- a draft's files ------------------------------------------------------------------------------------------------


def draft_files(draft: DraftView, *, told: str = "", replace: bool = False) -> Reply:
    """A draft's files, each to be looked at or taken off; what is sent now is added."""
    post, there = draft.view.post, draft.view.attachments
    rows = [
        (
            Button(f"Xem {place}", f"post.file {post.id} {one.mark}", line=f"Xem tệp {place}", file=True),
            Button(f"Bỏ {place}", f"post.file.drop {post.id} {one.mark}", line=f"Bỏ tệp {place}"),
            *((Button(f"Tả {place}", f"post.alt {post.id} {one.mark}", line=f"Tả ảnh {place}"),) if one.photo else ()),
        )
        for place, one in enumerate(there, 1)
    ]
    more = (
        f"Mời anh/chị gửi ảnh<f> hoặc tệp (.docx, .pdf, .xlsx, .txt)</f> vào đây, tối đa {MOST_FILES} cái và "
        f"{MOST_TOTAL // 2**20} MB. Ảnh đầu tiên đi cùng tin; ảnh và tệp khác bà con "
        f"<k>bấm nút|gõ theo tin</k> để nhận."
    )
    text = lines(
        told or None,
        Markup("<b>Ảnh và tệp kèm theo</b>"),
        *(_list(there) or [Markup("Chưa có.")]),
        "",
        own_words(more),
        "Tệp không tự sửa theo bài: nếu đã sửa bài, xin xem lại tệp." if any(one.source for one in there) else None,
    )
    return Reply(text, (*rows, (Button("Xong", f"post.show {post.id}"),)), replace=replace)


def ask_alt() -> Reply:
    """Asks what a photo shows."""
    return Reply(
        Markup(
            "Ảnh cho thấy gì? Xin gõ một câu, ví dụ: <b>Công nhân sửa trạm điện ở đầu hẻm 47</b>. "
            "Máy đọc câu này cho người không nhìn rõ. Gõ <b>bỏ qua</b> để thôi."
        )
    )


def panel_files(draft: DraftView) -> list[Markup | str]:
    """A draft's files on its panel."""
    if not draft.view.attachments:
        return []
    return [Markup("📎 Kèm theo: {}").format(", ".join(cut(one.name, SHOWN_NAME) for one in draft.view.attachments))]


def receiving(slot: str) -> Reply:
    """A file is on its way in."""
    return Reply(Markup("Đang nhận ảnh, tệp…"), slot=slot, passing=True)


def pages_unread(numbers: Sequence[int]) -> Reply:
    """Photos of an album of pages in which nothing could be read: they go with the draft, their words do not."""
    which = ", ".join(f"{number}" for number in numbers)
    return Reply(
        Markup(
            "⚠️ Bot không đọc ra chữ ở ảnh thứ <b>{}</b>, nên ảnh ấy chỉ kèm theo tin. Nếu đó cũng là một trang của "
            "văn bản thì anh/chị chụp lại cho rõ, rồi gửi lại cả bộ ảnh ạ."
        ).format(which)
    )


def caption_left(post_id: int, caption: str, *, asks: bool = True, apart: bool = False) -> Reply:
    """What stood under a photo or a file is in no text yet: where does it go? `apart` offers a post of its own."""
    row = [Button("Thêm vào cuối bài", f"post.caption.add {post_id}")]
    row += [Button("Thành tin khác", f"post.caption.apart {post_id}")] if apart else []
    return Reply(
        lines(
            Markup("📝 Chữ kèm theo <b>chưa vào bài</b>: “{}”").format(cut(" ".join(caption.split()), 300)),
            "Cần dùng thì anh/chị bấm nút dưới đây; không cần thì thôi ạ."
            if asks
            else "Cần dùng thì xin gửi lại dòng ấy sau khi xong bài đang soạn ạ.",
        ),
        (tuple(row),) if asks else (),
    )


def received(draft: DraftView, slot: str, *, new: bool, apart: str | None = None, photo: str | None = None) -> Reply:
    """A file has become part of a draft; those of an album are counted on one line.

    `apart` names a document that came without a word: it may have been meant as a post of its own. Of a `photo` it is
    asked what it shows.
    """
    post, there = draft.view.post, draft.view.attachments
    what = "Đã kèm" if new else "Tệp này đã có sẵn. Đang kèm"
    private = any(one.private for one in there)
    held = " 🔒 Trong tệp có thông tin riêng của người dân nên tin chưa đăng được; xin bỏ tệp đó." if private else ""
    told = Markup("📎 {} {} vào bản nháp “{}”.{}").format(what, count(there), cut(post.title, 120), held)
    return Reply(
        lines(told, "Ảnh cho thấy gì? Bấm Tả ảnh để ghi một câu cho người không nhìn rõ; bỏ qua cũng được.")
        if photo
        else told,
        (
            (Button("Xem bản nháp", f"post.show {post.id}"), Button("Xem, bỏ bớt", f"post.files {post.id}")),
            *(((Button("Tả ảnh", f"post.alt {post.id} {photo}"),),) if photo else ()),
            *(((Button("Không, đây là tin khác", f"post.file.apart {post.id} {apart}"),),) if apart else ()),
        ),
        slot=slot,
    )

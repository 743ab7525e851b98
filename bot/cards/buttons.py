"""Buttons that many cards have, each with the words that do the same where there are none."""

from bot.domain.posts import PostNumber
from bot.messages.message import Button

LATEST = Button("Tin mới nhất", "latest", typed="tin mới nhất")
NEWS = Button("Tin mới", "latest", typed="tin mới")
PHONE = Button("Số điện thoại phường", "contacts", typed="số điện thoại phường")
FIXED = (NEWS, PHONE)
"""The two that stand below every answer to a person's own words."""
HELP = Button("Trợ giúp", "help", typed="trợ giúp")
TARGETS = Button("Chỉ tiêu", "targets", typed="chỉ tiêu")
SUBSCRIBE = Button("Đăng ký nhận tin", "subscribe", typed="đăng ký nhận tin")
UNSUBSCRIBE = Button("Ngừng nhận tin", "unsubscribe", typed="ngừng nhận tin")
DONE = Button("Xong", "post.done", typed="xong")
STOP = Button("Hủy", "post.stop", typed="hủy")
"""The two that end the sending of a text in parts."""
DRAFTS = Button("Bản nháp", "drafts", typed="bản nháp")
PEOPLE = Button("Xem nhân sự", "people", typed="nhân sự")


def post(label: str = "Đăng tin") -> Button:
    """Leads to a new draft."""
    return Button(label, "post", typed="đăng tin")


def read(number: PostNumber | str | None, label: str = "Đọc toàn văn") -> Button:
    """Leads to the whole text of a post; a draft has no number yet."""
    return Button(label, f"read {number or 'x'}", typed=f"đọc {number or 'x'}")


def remind(number: PostNumber | None) -> Button:
    """Asks for a word on the eve of an event."""
    return Button("🔔 Nhắc tôi", f"remind {number}", typed=f"nhắc {number}")


def status(number: PostNumber | str | None, label: str = "Tình trạng") -> Button:
    """Leads to how far a post has been sent."""
    return Button(label, f"status {number}", typed=f"tình trạng {number}")


def box(*, ticked: bool, label: str, data: str) -> Button:
    """A box to be ticked and unticked."""
    return Button(f"{'☑' if ticked else '☐'} {label}", data)

"""A ward whose posts need a second person, and what its officials do again and again."""

from bot.domain.people import Role
from bot.settings import PolicySettings
from bot.storage.tables import audit, post
from tests.ward import Heard, House, Past

WRITER, HOA, LAN, CHIEF = "7", "8", "9", "10"
"""A writer; two who approve; another admin."""

REPORT = (
    "Báo cáo kinh tế - xã hội phường Mỹ Bình\n\nSáng ngày 08-7, UBND phường báo cáo. "
    "Thu ngân sách 6 tháng đầu năm 2026 đạt 87,4%."
)
"""With one doubt: the day lacks its year."""
WRONG, RIGHT = "87,4%", "78,4%"


@Past.under(policy=PolicySettings(), undo_seconds=15)
async def strict_ward(house: House) -> None:
    """The rules as they are from the start: a writer, two who approve, and a subscriber."""
    await house.join(WRITER, Role.WRITER)
    await house.join(HOA, Role.APPROVER)
    await house.join(LAN, Role.APPROVER)
    await house.join("20", subscribed=True)


async def submit(house: House, text: str = REPORT, *, chat: str = WRITER, urgent: bool = False) -> list[Heard]:
    """Write a post, tick its doubts, press Đăng; returns the answer to that."""
    heard = await house.say(chat, f"/post {text}")
    if urgent:
        heard = await house.press(chat, heard[-1].buttons["Khẩn"])
    heard = await house.tick(chat, heard)
    return await house.press(chat, heard[-1].buttons["Đăng"])


async def card(house: House, chat: str = HOA) -> Heard:
    """The panel that somebody who approves was sent last."""
    return (await house.notices(chat))[-1]


async def state(house: House, post_id: int = 1) -> str:
    (row,) = [row for row in await house.rows(post) if row["id"] == post_id]
    return str(row["state"])


async def moves(house: House, post_id: int = 1) -> list[tuple[str, int | None]]:
    """What was noted of a post: (what, revision)."""
    return [
        (row["action"], row["detail"].get("revision")) for row in await house.rows(audit) if row["post_id"] == post_id
    ]


async def fire(house: House, **span: float) -> None:
    """Let time pass, and the clock do what is due."""
    house.clock.advance(**span)
    await house.dues.run_once()

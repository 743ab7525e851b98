"""Who is in the scenes, and what they write."""

from bot.domain.people import Role
from tests.golden.stage import Actor, Stage

NOTICE = """Thông báo cúp điện

Điện lực cúp điện hẻm 47, khóm 3 từ 8 giờ đến 11 giờ ngày 25/11/2026 để thay trạm biến áp."""
REPORT = """Báo cáo kinh tế - xã hội phường Mỹ Bình

Sáng ngày 08-7, UBND phường báo cáo tình hình 6 tháng đầu năm. Thu ngân sách 6 tháng đầu năm 2026 đạt 87,4%. \
Phường đạt 10/12 chỉ tiêu."""
MEETING = "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày 24/11/2026 tại nhà văn hóa khóm 3."
STORM = "Thông báo bão\n\nBão số 9 vào đất liền tối nay, 23/11/2026. Bà con hẻm 47 đến trường học Mỹ Bình ngay."


async def minh(stage: Stage) -> Actor:
    """The first admin, named in the settings."""
    return await _joined(stage, 1001, "Minh")


async def hanh(stage: Stage) -> Actor:
    """A second admin."""
    return await _joined(stage, 1002, "Hạnh", Role.ADMIN)


async def phuc(stage: Stage) -> Actor:
    """Who writes."""
    return await _joined(stage, 2001, "Phúc", Role.WRITER)


async def lan(stage: Stage) -> Actor:
    """Who approves."""
    return await _joined(stage, 3001, "Lan", Role.APPROVER)


async def bay(stage: Stage) -> Actor:
    """A cadre who subscribed."""
    return await _joined(stage, 4001, "Bảy", Role.CADRE, subscribed=True)


async def tu(stage: Stage) -> Actor:
    """A resident who subscribed."""
    return await _joined(stage, 5001, "Bà Tư", subscribed=True)


def nam(stage: Stage) -> Actor:
    """A resident whom the bot does not know yet."""
    return stage.actor(5002, "Ông Năm")


async def _joined(stage: Stage, number: int, name: str, role: Role | None = None, *, subscribed: bool = False) -> Actor:
    actor = stage.actor(number, name)
    await actor.joins(role, subscribed=subscribed)
    return actor

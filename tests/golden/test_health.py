"""What admins are told of the machine."""

from datetime import timedelta

from bot import cards
from bot.domain.quota import Quota, Shortage
from bot.errors import Trouble
from tests.golden.cast import hanh
from tests.golden.stage import Stage


async def test_what_kept_the_ward_from_working_is_over(stage: Stage) -> None:
    admin = await hanh(stage)
    now = stage.house.clock.now()
    words = cards.health.DATABASE_WORDS[Trouble.FULL]
    with stage.card("over"):
        await stage.show(admin, cards.health.over(words, "", now - timedelta(minutes=42), now))
    words = cards.health.CHANNEL_WORDS["no-connection"]
    with stage.card("over-channel"):
        await stage.show(admin, cards.health.over(words, "telegram", now - timedelta(minutes=5), now))


async def test_the_days_backup_failed(stage: Stage) -> None:
    admin = await hanh(stage)
    with stage.card("no_backup"):
        await stage.show(admin, cards.health.no_backup("Thư mục sao lưu (backups): đĩa đã đầy", 86_400.0))
    with stage.card("no_backup-first"):
        await stage.show(admin, cards.health.no_backup("Thư mục sao lưu (backups): không có quyền", None))


async def test_a_platforms_plan_runs_short(stage: Stage) -> None:
    admin = await hanh(stage)
    for name, used, of_people in (
        ("runs_short", 2_400, False),
        ("runs_short-over", 3_000, False),
        ("runs_short-people", 41, True),
        ("runs_short-full", 50, True),
    ):
        told = Shortage("zalo-bot:1", Quota(50 if of_people else 3_000, used), of_people=of_people)
        with stage.card(name):
            await stage.show(admin, cards.health.runs_short("zalo-bot", told))

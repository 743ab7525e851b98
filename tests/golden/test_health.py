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
    runs_short, quota = cards.health.runs_short, Quota(3_000, 2_400)
    with stage.card("runs_short"):
        await stage.show(admin, runs_short("zalo-bot", Shortage("zalo-bot:1", quota, of_people=False)))
    with stage.card("runs_short-over"):
        await stage.show(admin, runs_short("zalo-bot", Shortage("zalo-bot:1", Quota(3_000, 3_000), of_people=False)))
    with stage.card("runs_short-people"):
        await stage.show(admin, runs_short("zalo-bot", Shortage("zalo-bot:1", Quota(50, 41), of_people=True)))
    with stage.card("runs_short-full"):
        await stage.show(admin, runs_short("zalo-bot", Shortage("zalo-bot:1", Quota(50, 50), of_people=True)))

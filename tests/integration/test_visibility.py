"""Who may see which posts: one rule, seen from the viewer and from the post."""

import pytest
from sqlalchemy import select

from bot.domain.life import VISIBLE
from bot.domain.people import NOBODY, Role, Viewer
from bot.domain.posts import Audience, PostState
from bot.storage import posts, readings, search
from bot.storage.tables import person, post
from bot.storage.visibility import addressed, visible
from tests.ward import ADMIN, House, group_message

OPEN = "Báo cáo quý\n\nPhường thu ngân sách đạt 91,5% năm 2025."
SECRET = "Báo cáo riêng\n\nPhường thu ngân sách đạt 61,7% năm 2025."


async def test_nobody_sees_what_everyone_may_see_and_no_more(house: House) -> None:
    await house.join(ADMIN)
    await house.publish(ADMIN, OPEN)
    await house.publish(ADMIN, SECRET, cadres=True)
    await house.publish(ADMIN, "Cúp nước\n\nCúp nước hẻm 12 từ 8 giờ ngày 28/11/2026.")
    await house.withdraw(ADMIN, "2 nhầm ngày")
    admin = Viewer(1, 1, "telegram:1", ADMIN, Role.ADMIN)
    async with house.database.read() as transaction:
        for viewer, titles in ((NOBODY, ["Báo cáo quý"]), (admin, ["Báo cáo riêng", "Báo cáo quý"])):
            listed = await posts.list_posts(transaction, viewer, limit=9)
            assert [one.title for one in listed] == titles
            assert len(await search.find_candidates(transaction, viewer, [["ngan"], ["sach"]])) == len(titles)
            units: list[str | None] = ["%"]
            assert len(await readings.list_figures_before(transaction, viewer, units=units, limit=9)) == len(titles)
        known = await transaction.scalars(select(post.c.number).where(visible(NOBODY, tuple(PostState))))
        # Of what was taken back nobody learns more than a resident does: that it was.
        assert sorted(known) == [1, 2]


@pytest.mark.parametrize("audience", Audience)
async def test_a_post_goes_to_those_who_may_see_it_and_to_nobody_else(house: House, audience: Audience) -> None:
    await house.join(ADMIN)
    await house.publish(ADMIN, OPEN, cadres=audience is Audience.CADRES)
    for role in Role:
        await house.join(f"2{role}", role)
    await house.hear(group_message(house, "/start"))
    await house.set_role("-500", Role.ADMIN)
    async with house.database.read() as transaction:
        goes_to = set(await transaction.scalars(select(person.c.id).where(addressed(audience))))
        for row in await transaction.execute(select(person)):
            viewer = Viewer(row.id, 0, "", "", Role(row.role), group=row.kind == "group")
            sees = await transaction.scalar(select(post.c.id).where(visible(viewer, VISIBLE)))
            assert (row.id in goes_to) == (sees is not None), (row.role, row.kind)

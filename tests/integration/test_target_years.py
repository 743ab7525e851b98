"""Targets asked for by a year in words: that year's, or a word that it has no numbers yet."""

from bot.domain.people import Role
from bot.domain.target_table import typed_grid
from tests.ward import House

WRITER, RESIDENT = "7", "9"
TABLE = (
    "Chỉ tiêu | Nhiệm kỳ | Đơn vị | Kế hoạch | Thực hiện: năm 2022\n"
    "Tỷ lệ hộ nghèo | 2020-2025 | % | không quá 1 | 0,7\n"
    "Hộ dùng nước sạch | 2020-2025 | % | ít nhất 99 | 99,6"
)
NO_NUMBERS = "Chưa có số liệu nào của năm 2025: đây là số gần nhất trước đó."


async def furnished(house: House) -> House:
    await house.join(WRITER, Role.WRITER)
    async with house.services() as services:
        viewer = await services.people.enter(house.event(WRITER))
        await services.target_edits.write(viewer, typed_grid(TABLE).rows)
    return house


async def test_a_year_without_numbers_says_so_and_one_with_them_does_not(house: House) -> None:
    ward = await furnished(house)
    for typed in ("chỉ tiêu năm trước", "chi tieu nam ngoai", "chi tieu 2025"):
        told = await ward.ask(RESIDENT, typed)
        assert told.startswith("Chỉ tiêu năm 2025"), typed
        assert NO_NUMBERS in told, typed
    for typed in ("chỉ tiêu 2022", "chi tieu nam nay", "chi tieu", "chi tieu 6 thang"):
        assert "Chưa có số liệu nào" not in await ward.ask(RESIDENT, typed), typed


async def test_a_target_is_found_beside_the_year_that_is_asked_for(house: House) -> None:
    ward = await furnished(house)
    assert (await ward.ask(RESIDENT, "chi tieu ho ngheo nam truoc")).startswith("Tỷ lệ hộ nghèo")

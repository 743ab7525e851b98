"""Pictures of figures, and the words that come with them."""

import pytest

from tests.golden.cast import nam, phuc
from tests.golden.stage import Actor, Stage

OF_A_YEAR = "Thông báo kết quả thu ngân sách năm {}\n\nUBND phường thông báo: thu ngân sách đạt {}% dự toán."


async def published(stage: Stage) -> Actor:
    writer = await phuc(stage)
    for year, share in ((2023, "101,5"), (2024, "104,2"), (2025, "98,7")):
        await writer.publishes(OF_A_YEAR.format(year, share))
    return nam(stage)


async def test_a_resident_sees_figures_of_some_years(stage: Stage) -> None:
    ong = await published(stage)
    with stage.card("results-years"):
        await ong.says("ket qua ngan sach")
        await ong.says("ket qua ngan sach nam 2019")


@pytest.mark.parametrize("stage", ["full"], indirect=True)
async def test_a_resident_sees_a_figure_over_years_as_a_picture(stage: Stage) -> None:
    ong = await published(stage)
    await ong.says("ket qua ngan sach")
    with stage.card("figure_series", bare=False):
        await ong.presses("Biểu đồ")

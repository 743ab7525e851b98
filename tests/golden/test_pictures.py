"""Pictures of figures, and the words that come with them."""

import pytest

from tests.golden.cast import NOTICE, nam, phuc, tu
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


WITH_TABLE = """Thông báo kết quả thực hiện nhiệm vụ năm 2026

UBND phường thông báo kết quả: thu ngân sách đạt 109% dự toán; tỷ lệ hộ nghèo còn 1,5%; trồng 300 cây xanh.

Chỉ tiêu\tKế hoạch\tThực hiện
Thu ngân sách\t28,6 tỷ đồng\t31,2 tỷ đồng
Hộ nghèo\t1,2%\t1,5%"""


@pytest.mark.parametrize("stage", ["full"], indirect=True)
async def test_a_resident_has_the_tables_and_figures_of_a_post_as_pictures(stage: Stage) -> None:
    writer = await phuc(stage)
    # Telegram takes tabs out of what is typed.
    await writer.sends_file("ket-qua.txt", WITH_TABLE.encode())
    await writer.ticks()
    await writer.presses("Đăng")
    await stage.wait("15 seconds pass", seconds=15)
    ong = nam(stage)
    await ong.says("đọc 1")
    with stage.card("post_tables", bare=False):
        await ong.presses("Bảng")
    with stage.card("report_figures", bare=False):
        await ong.presses("Ảnh số liệu")


async def test_an_official_looks_at_the_wards_numbers(stage: Stage) -> None:
    writer = await phuc(stage)
    await tu(stage)
    await writer.publishes(NOTICE)
    with stage.card("ward_numbers"):
        await writer.says("thong ke")


@pytest.mark.parametrize("stage", ["full"], indirect=True)
async def test_an_official_has_the_wards_numbers_as_a_picture(stage: Stage) -> None:
    writer = await phuc(stage)
    await tu(stage)
    await writer.publishes(NOTICE)
    await writer.says("thong ke")
    with stage.card("ward_picture", bare=False):
        await writer.presses("Biểu đồ")

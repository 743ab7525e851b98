"""Results by what they are about and by period, in the text's own words, each leading to the post that told them."""

import re

import pytest

from bot.demo import story
from bot.domain.people import Role
from tests.integration.approving import WRITER
from tests.ward import After, House, Past

REPORTS = {
    "Báo cáo kinh tế - xã hội năm 2023": "Thu ngân sách đạt 101,5% dự toán. Tỷ lệ hộ nghèo còn 1,9%.",
    "Báo cáo kinh tế - xã hội 6 tháng đầu năm 2024": "Thu ngân sách đạt 52,1% dự toán. Tỷ lệ hộ nghèo còn 1,7%.",
    "Báo cáo kinh tế - xã hội năm 2024": "Thu ngân sách đạt 104,2% dự toán. Tỷ lệ hộ nghèo còn 1,5%.",
    "Báo cáo kinh tế - xã hội năm 2025": "Thu ngân sách đạt 98,7% dự toán. Tỷ lệ hộ nghèo còn 1,2%.",
}


@Past
async def the_seed_was_published(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.publish(WRITER, story.sample_text())


@Past
async def reports_of_some_years(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    for title, body in REPORTS.items():
        await house.publish(WRITER, f"{title}\n\nUBND phường báo cáo. {body}")


@pytest.fixture
def seed(after: After) -> House:
    return after(the_seed_was_published)


@pytest.fixture
def years(after: After) -> House:
    return after(reports_of_some_years)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("ngân sách", ("103,9% năm 2022", "87,8% trong 6 tháng đầu năm 2023")),
        ("tang truong", ("103,9% năm 2022",)),
        ("quỹ vì người nghèo", ("gần 2,6 tỉ đồng",)),
        ("an sinh", ("gần 2,6 tỉ đồng", "7.950 lượt hộ", "09 căn nhà", "13 căn, sửa 02 căn nhà")),
        ("khen thuong", ("05 tập thể và 10 cá nhân",)),
        ("chi bộ", ("3/14 chi bộ", "12/14 chi bội")),
    ],
)
async def test_the_seed_alone_tells_each_matter_in_its_own_words(
    seed: House, asked: str, told: tuple[str, ...]
) -> None:
    answer = await seed.ask("9", f"/ketqua {asked}")
    for one in told:
        assert one in " ".join(answer.split())
    assert "tin số 1" in answer


async def test_words_that_only_stand_beside_figures_are_said_to(seed: House) -> None:
    assert "trong câu nói về việc đó" in await seed.ask("9", "/ketqua an sinh")
    assert "trong câu nói về việc đó" not in await seed.ask("9", "/ketqua ngân sách")


async def test_a_year_leaves_the_other_years_out(years: House) -> None:
    answer = await years.ask("9", "ket qua ngan sach 2024")
    assert [one for one in ("101,5", "52,1", "104,2", "98,7") if one in answer] == ["52,1", "104,2"]


async def test_months_leave_whole_years_out(years: House) -> None:
    answer = await years.ask("9", "kết quả hộ nghèo 6 tháng")
    assert "1,7%" in answer
    assert "1,5%" not in answer


async def test_a_period_that_nobody_told_of_is_said_before_the_others(years: House) -> None:
    answer = await years.ask("9", "kết quả ngân sách năm 2019")
    assert "Chưa có số liệu của năm 2019" in answer
    assert "98,7%" in answer


async def test_one_matter_over_years_stands_together_newest_first(years: House) -> None:
    answer = await years.ask("9", "/ketqua ngan sach")
    assert re.findall(r"101,5|52,1|104,2|98,7", answer) == ["98,7", "104,2", "52,1", "101,5"]
    every = await years.ask("9", "/ketqua")
    of_one = re.findall(r"101,5|52,1|104,2|98,7|1,9%|1,7%|1,5%|1,2%", every)
    assert sorted([of_one[:4], of_one[4:]]) == sorted(
        [["98,7", "104,2", "52,1", "101,5"], ["1,2%", "1,5%", "1,7%", "1,9%"]]
    )


async def test_every_line_opens_its_post_with_the_words_in_bold(years: House) -> None:
    (heard,) = await years.say("9", "/ketqua ngan sach 2024")
    (opened,) = await years.press("9", heard.buttons["Xem 2"])
    assert re.search(r"<b>[^<]*52,1%[^<]*</b>", opened.markup)
    assert "Báo cáo kinh tế - xã hội 6 tháng đầu năm 2024" in opened.text


async def test_a_button_of_a_figure_that_was_corrected_away_still_opens_the_post(years: House) -> None:
    (opened,) = await years.press("9", "results.source 1 99")
    assert "101,5%" in opened.text
    for data in ("results.source 1", "results.source x y", "results.source 1 -1", "results.source 99 0"):
        (refused,) = await years.press("9", data)
        assert "trục trặc" not in refused.text


async def test_what_a_later_post_repeats_is_told_once(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    for month in ("tháng 11", "tháng 12"):
        await house.publish(WRITER, f"Họp giao ban {month}\n\nThu ngân sách 9 tháng đầu năm 2025 đạt 77,7% dự toán.")
    assert (await house.ask("9", "/ketqua ngan sach")).count("77,7%") == 1


async def test_a_direction_is_said_with_what_it_is_compared_with(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.publish(
        WRITER, "Báo cáo năm 2025\n\nThu ngân sách tăng 15,6% so với cùng kỳ. Tội phạm giảm 4 vụ so với năm trước."
    )
    answer = await house.ask("9", "/ketqua")
    assert re.search(r"tăng 15,6% so với cùng kỳ", answer)
    assert re.search(r"giảm 4 vụ so với năm trước", answer)

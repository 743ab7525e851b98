"""Sửa → Số liệu: the writer chooses the headline figures, their order and their words, and residents get them so."""

from tests.integration.approving import WRITER, strict_ward
from tests.ward import After

REPORT = (
    "/post Báo cáo của phường Mỹ Bình\n\nThu ngân sách đạt 96,5% dự toán năm. Vận động Quỹ 1,2 tỷ đồng. "
    "Phường trao 40 suất quà.\n" + "Bà con các khóm góp ý về đường hẻm, đèn đường, nước sạch và rác thải. " * 30
)


async def test_the_chosen_figures_are_stored_and_shown(after: After) -> None:
    house = after(strict_ward)
    heard = await house.say(WRITER, REPORT)
    while any("Đang đọc" in one.text for one in heard):
        heard = await house.work()
    assert "• Vận động Quỹ 1,2 tỷ đồng" in heard[0].text
    number = heard[-1].buttons["Sửa"].split()[1]
    (asked,) = await house.press(WRITER, f"post.edit {number} figures")
    listed = [line for line in asked.text.splitlines() if line[:2] in {"1.", "2.", "3."}]
    assert len(listed) == 3
    place = next(line[0] for line in listed if "suất quà" in line)
    other = next(line[0] for line in listed if "1,2 tỷ" in line)
    heard = await house.say(WRITER, f"{place} {other}")
    assert "96,5%" not in heard[0].text.partition("Số liệu chính")[2]
    await house.press(WRITER, f"post.edit {number} figures")
    heard = await house.say(WRITER, "1: Trao 40 suất quà Tết cho bà con")
    below = heard[0].text.partition("Số liệu chính")[2]
    assert "• Trao 40 suất quà Tết cho bà con (lời của phường)" in below
    assert below.index("40 suất") < below.index("1,2 tỷ đồng")
    await house.press(WRITER, f"post.edit {number} figures")
    (refused,) = await house.say(WRITER, "1: Trao 45 suất quà")
    assert "45" in refused.text
    heard = await house.say(WRITER, "hủy")
    assert "suất quà Tết" in (await house.press(WRITER, f"post.show {number}"))[1].text

"""What residents ask of the ward itself: what is ahead, guides; and how officials keep it."""

from tests.golden.cast import NOTICE, nam, phuc
from tests.golden.stage import Stage

SHOTS = """Thông báo tiêm chủng

Ngày 24/11/2026: từ 7g30 - 10g30 tại nhà văn hóa khóm 1.
Ngày 27/11/2026: từ 13g30 - 16g tại trạm y tế."""
TAX = "Thông báo nộp thuế đất\n\nBà con nộp thuế tại trụ sở phường từ ngày 20/11/2026 đến ngày 05/12/2026."
MEETING = "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày {} tại nhà văn hóa khóm 3."
GUIDE = "Hướng dẫn cài VNeID\n\nBước 1: tải ứng dụng VNeID. Bước 2: nhập số căn cước và làm theo từng bước."


async def test_residents_ask_what_is_ahead(stage: Stage) -> None:
    writer, ong = await phuc(stage), nam(stage)
    with stage.card("upcoming-nothing"):
        await ong.says("sắp tới")
    for text in (NOTICE, SHOTS, TAX, MEETING.format("25/11/2026"), MEETING.format("10/11/2026")):
        await writer.publishes(text)
    with stage.card("upcoming"):
        await ong.says("sap toi")
        await ong.says("mai co gi")
        await ong.says("cuối tuần có gì không")
        await ong.says("tuan nay co hop gi")
    with stage.card("post_list-meetings-ahead"):
        await ong.says("hop")


async def test_residents_look_for_guides(stage: Stage) -> None:
    writer, ong = await phuc(stage), nam(stage)
    with stage.card("guides-nothing"):
        await ong.says("hướng dẫn")
    await writer.publishes(GUIDE)
    with stage.card("guides"):
        await ong.says("huong dan")
        await ong.says("/huongdan vneid")

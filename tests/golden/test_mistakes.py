"""Báo sai, as the resident and the officials see it."""

from tests.golden.cast import NOTICE, lan, phuc, tu
from tests.golden.stage import Stage


async def test_a_resident_says_that_a_post_is_wrong(stage: Stage) -> None:
    writer, approver, ba = await phuc(stage), await lan(stage), await tu(stage)
    await writer.publishes(NOTICE)
    await ba.says("đọc 1")
    with stage.card("ask_what_is_wrong"):
        await ba.presses("✍️ Báo sai")
    with stage.card("emergency-asked"):
        await ba.says("chay nha roi hem 47/12 khom 3")
    with stage.card("mistake_taken"):
        await ba.says("Khóm 4 chứ không phải khóm 3")
    with stage.card("mistake_reported"):
        await ba.says("/baosai 1 Trạm biến áp mới thay năm ngoái")
    with stage.card("mistake_due"):
        await stage.wait("a week passes", days=7.01)
    with stage.card("mistakes"):
        await approver.says("/baosai")
    with stage.card("ask_mistake_answer"):
        await approver.presses("Trả lời 1")
    with stage.card("mistake_answered"):
        await approver.says("Dạ đúng là khóm 4, phường đã sửa.")
    await approver.says("/baosai")
    await approver.presses("Trả lời 1")
    with stage.card("answer_to_reporter"):
        await approver.says("Dạ trạm ấy hỏng, phải thay lại.")
    with stage.card("mistakes-nothing"):
        await approver.says("/baosai")

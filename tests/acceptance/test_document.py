"""An official sends files to the real program on Telegram, and a resident does."""

from pathlib import Path

from tests.acceptance.process import environment, loa
from tests.acceptance.test_main_job import first_answer
from tests.fakes.telegram import FakeTelegram, Pace
from tests.unit.reading import documents as made

TABLE = [["Chỉ tiêu", "Kết quả"], ["Thu ngân sách", "103,9%"]]


async def test_a_docx_sent_to_the_bot_becomes_a_draft_and_a_bad_file_one_sentence(tmp_path: Path) -> None:
    async with FakeTelegram(token="123456:TEST", pace=Pace.off()) as tg:
        admin, lan = tg.user(1001, first_name="Minh"), tg.user(2002)
        env = environment(tg, f"sqlite:///{tmp_path / 'loa.db'}")
        async with loa(env, tmp_path) as running:
            await first_answer(admin)
            report = made.word("Báo cáo kết quả tháng 11 năm 2026", "Phường đã thực hiện tốt nhiệm vụ.", TABLE)
            admin.send_document("bao cao.docx", report, caption="/post")
            await admin.wait_for("Đang đọc…")
            panel = await admin.wait_for("Trên đây là đúng tin", timeout=30)
            assert "103,9%" in panel.text
            assert admin.reads("Báo cáo kết quả tháng 11 năm 2026")

            for content, sentence in (
                (made.word_bomb(), "lớn bất thường"),
                (made.locked_pdf(), "có mật khẩu"),
                (b"x" * (100 * 2**20), "lớn hơn 20 MB"),
            ):
                admin.send_document("tep", content)
                await admin.wait_for(sentence, timeout=30)
            admin.send("/post http://127.0.0.1/")
            await admin.wait_for("mạng nội bộ", timeout=30)

            lan.send_document("a.docx", report)
            await lan.wait_for("bot chỉ đọc được chữ")
            assert running.running
        assert tg.token not in running.printed
        assert "Traceback" not in running.printed

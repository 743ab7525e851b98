"""What residents ask of the ward itself: what is ahead, guides; and how officials keep it."""

import pytest

from bot.domain.policy import Policy
from tests.golden.cast import NOTICE, lan, minh, nam, phuc
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


STATION = """Tên: Trạm y tế phường
Điện thoại: 0296 3841 115
Địa chỉ: 12 Lê Lợi, khóm 3
Giờ: thứ Hai đến thứ Sáu, 7h – 17h
Gọi khi cần: tiêm chủng, khám bệnh, bảo hiểm y tế"""
POWER = "Tên: Điện lực Long Xuyên\nĐiện thoại: 1900 1006\nGọi khi cần: mất điện, đứt dây"
CARD = """Hỏi: Làm căn cước cần giấy tờ gì?
Cách hỏi khác: làm căn cước, đổi căn cước
Trả lời: Bà con mang căn cước cũ, hoặc giấy khai sinh nếu làm lần đầu, đến công an phường.
Theo: Luật Căn cước 2023"""


async def test_a_writer_keeps_the_directory(stage: Stage) -> None:
    writer, ong = await phuc(stage), nam(stage)
    with stage.card("directory-empty"):
        await ong.says("so dien thoai phuong")
    with stage.card("ask_form"):
        await writer.says("danh bạ")
        await writer.presses("Thêm")
    with stage.card("refusal-fact"):
        await writer.says("Tên: Trạm y tế phường")
    with stage.card("written"):
        await writer.says(STATION)
    await writer.says(f"/danhba them\n{POWER}")
    with stage.card("directory"):
        await writer.says("/danhba")
        await ong.says("danh ba")
    with stage.card("answered-contact"):
        await ong.says("tram y te o dau")
        await ong.says("mat dien goi ai")
        await ong.says("bao gio cup dien")
    with stage.card("not_listed"):
        await ong.says("mat nuoc thi goi ai")
    with stage.card("pick_fact"):
        await writer.says("/danhba")
        await writer.presses("Sửa, bỏ")
    with stage.card("ask_form-changed"):
        await writer.presses("Điện lực Long Xuyên")
        await writer.says("Điện thoại: 1900 545454")
    with stage.card("ask_drop_fact"):
        await writer.says("/danhba")
        await writer.presses("Sửa, bỏ")
        await writer.presses("Điện lực Long Xuyên")
        await writer.presses("Bỏ hẳn")
    with stage.card("written-removed"):
        await writer.presses("Bỏ")


async def test_a_writer_answers_what_residents_often_ask(stage: Stage) -> None:
    writer, ong = await phuc(stage), nam(stage)
    with stage.card("answers-none"):
        await ong.says("hoi dap")
        await writer.says("hỏi đáp")
    with stage.card("ask_form-answer"):
        await writer.presses("Thêm")
    await writer.says(f"{CARD}\nXem lại đến: 30/11/2026")
    with stage.card("answers"):
        await ong.says("hoi dap")
    with stage.card("answer"):
        await ong.says("hoi dap 1")
    with stage.card("answered-known"):
        await ong.says("lam can cuoc can giay gi vay ad")
        await ong.says("tim lam can cuoc")
    with stage.card("ask_review"):
        await stage.wait("8 days pass", days=8)
    with stage.card("answer-reviewed"):
        await ong.says("hoi dap 1")
    with stage.card("renewed"):
        await writer.presses("Còn đúng")


async def test_a_second_person_agrees_to_what_is_written(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Policy, "needs_approval", lambda *_, **__: True)
    writer, approver = await phuc(stage), await lan(stage)
    with stage.card("ask_fact_agreement"):
        await writer.says(f"/danhba them\n{STATION}")
    with stage.card("fact_decided"):
        await approver.presses("Đồng ý")
    await writer.says(f"/hoidap them\n{CARD}")
    with stage.card("told_fact_decided"):
        await approver.presses("Từ chối")
    with stage.card("ask_fact_agreement-changed"):
        await writer.says("/danhba")
        await writer.presses("Sửa, bỏ")
        await writer.presses("Trạm y tế phường")
        await writer.says("dạ em cảm ơn chị")
        await writer.says("Điện thoại: 0296 3000 115\nĐịa chỉ: -")
    await stage.wait("2 days pass", days=2)
    with stage.card("drafts-facts"):
        await approver.says("/nhap")
        await approver.presses("Xem 1")


async def test_an_admin_adds_words_of_the_place(stage: Stage) -> None:
    admin = await minh(stage)
    with stage.card("added"):
        await admin.says("/tucungnghia them lốc xoáy, vòi rồng")
    with stage.card("synonyms"):
        await admin.says("từ cùng nghĩa")
    with stage.card("removed"):
        await admin.says("/tucungnghia bo 1")
    with stage.card("synonyms-none"):
        await admin.says("/tucungnghia")

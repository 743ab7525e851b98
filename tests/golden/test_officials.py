"""What admins see: inviting, taking roles away, the audit, the ward's facts."""

from bot.domain.people import Role
from tests.golden.cast import NOTICE, hanh, minh, nam, phuc, tu
from tests.golden.stage import Stage


async def test_people_are_invited(stage: Stage) -> None:
    admin, ong = await minh(stage), nam(stage)
    with stage.card("welcome-admin"):
        await admin.says("/start")
    with stage.card("help_page-admin"):
        await admin.says("/help")
    with stage.card("invite_usage"):
        await admin.says("/moi")
    with stage.card("invited"):
        await admin.presses("Cán bộ soạn tin")
    code = admin.phone.last.text.split("cho bot: ")[1][:10]
    with stage.card("redeemed"):
        await ong.says(code)
    with stage.card("refusal-code"):
        await (await tu(stage)).says(f"/start {code}")
    with stage.card("redeemed-twice"):
        await ong.says(f"/start {code}")
    with stage.card("welcome-writer"):
        await ong.says("/start")
    with stage.card("help_page-writer"):
        await ong.says("/help")
    with stage.card("to_forward"):
        await admin.says("/moi can bo")
    await admin.says("/thuhoiquyen 2")
    with stage.card("role_gone"):
        await admin.presses("Thu quyền")


async def test_two_admins_agree_about_keys(stage: Stage) -> None:
    admin, other, ong = await minh(stage), await hanh(stage), nam(stage)
    with stage.card("ask_agreement"):
        await admin.says("/moi duyet")
    code = admin.phone.last.text.split(": ")[1][:10]
    with stage.card("refusal-code-waiting"):
        await ong.says(code)
        await admin.presses_forged("role.agree 1")
    with stage.card("role_decided"):
        await other.presses("Đồng ý")
    with stage.card("redeemed-approver"):
        await ong.says(code)
    await admin.says("/moi quản trị")
    with stage.card("tell_role_decided"):
        await other.presses("Từ chối")
    with stage.card("refusal-decided"):
        await other.presses_forged("role.agree 2")
        await other.presses_forged("role.agree 99")
    with stage.card("members"):
        await admin.says("/nhansu")
    with stage.card("ask_revoke"):
        await admin.presses("Thu quyền: Ông Năm")
    with stage.card("tell_revoked"):
        await admin.presses("Thu quyền")
    with stage.card("role_back"):
        await other.presses("Trả lại quyền")
    await admin.says("/thuhoiquyen 2")
    with stage.card("revoked"):
        await admin.presses("Thu quyền")
    await admin.says("/thuhoiquyen 1")
    with stage.card("refusal-last-admin"):
        await admin.presses("Thu quyền")


async def test_the_audit_is_read(stage: Stage) -> None:
    admin, writer, _ = await minh(stage), await phuc(stage), await tu(stage)
    with stage.card("audit_page-nothing"):
        await admin.says("/nhatky")
    await writer.publishes(NOTICE)
    await writer.says("/thuhoi 1 Nhầm ngày")
    await writer.presses("Thu hồi")
    await admin.says("/moi soạn")
    with stage.card("audit_page"):
        await admin.says("/nhatky")
        await admin.says("/nhatky @50")
    with stage.card("audit_of_post"):
        await admin.says("/nhatky 1")
    with stage.card("audit_of_person"):
        await admin.says("nhật ký phúc")
    with stage.card("which_person"):
        await admin.says("/nhatky Tèo")
    twin = stage.actor(2002, "Phúc")
    await twin.joins(Role.WRITER)
    await twin.publishes(NOTICE)
    with stage.card("which_person-two"):
        await admin.says("/nhatky Phúc")


async def test_the_ward_is_kept(stage: Stage) -> None:
    admin, writer = await minh(stage), await phuc(stage)
    with stage.card("ward_page"):
        await admin.says("/phuong")
    with stage.card("ward_changed"):
        await admin.says("/phuong ten Phường Long Xuyên")
        await admin.says("/phuong hotline 0296 3852 222")
        await admin.says("/chude bo Văn hóa")
        await admin.says("/chude them Tuyển dụng")
        await admin.says("/khuvuc them Khóm 1 = Ấp Đông, Tổ 5")
        await admin.says("/khuvuc bo Khóm 1")
        await admin.says("/khuvuc them Khóm 2 = Ấp Tây")
    with stage.card("ward_page-changed"):
        await admin.presses("Xem lại")
    with stage.card("refusal-ward"):
        await writer.says("/phuong")
        await admin.says("/chude bo Không có")
        await admin.says("/khuvuc bo Không có")

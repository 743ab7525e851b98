"""The ward's channel: how an admin names it, what stands in it, and what is heard when it is lost."""

from tests.golden.cast import NOTICE, STORM, minh, phuc
from tests.golden.stage import Stage
from tests.golden.telegram import TelegramPhone

CHANNEL = -1_001_234_567_890


async def test_an_admin_names_the_wards_channel_and_stops_it(stage: Stage) -> None:
    admin = await minh(stage)
    with stage.card("channel-none"):
        await admin.says("kênh")
    stage.needs_telegram()
    assert isinstance(admin.phone, TelegramPhone)
    person = admin.phone.person
    channel = stage.telegram.aired(CHANNEL, "Phường Mỹ Bình", admin.phone)
    with stage.card("refusal-channel"):
        await admin.says("Đây là kênh của phường")
    with stage.card("ask_use-forwarded"):
        await stage.play("Minh forwards a message of the channel", lambda: person.forward(channel.post("Chào bà con")))
    with stage.card("refused"):
        await admin.presses("Dùng kênh này")
    with stage.card("ask_use"):
        await stage.play("Minh makes the bot an admin of the channel", lambda: channel.promote_bot(by=person))
    with stage.card("left"):
        await admin.presses("Không dùng")
    await admin.says("kênh")
    await stage.play("Minh forwards once more", lambda: person.forward(channel.post("Chào")))
    with stage.card("used"):
        await admin.presses("Dùng kênh này")
    with stage.card("channel"):
        await admin.says("kênh")
    await admin.says("hủy")
    other = stage.telegram.aired(CHANNEL - 1, "Tin Mỹ Bình", admin.phone)
    with stage.card("ask_use-another"):
        await stage.play("Minh makes the bot an admin of another channel", lambda: other.promote_bot(by=person))
    with stage.card("lost"):
        await stage.play("somebody takes the right to post away", lambda: channel.allow_bot(post=False, edit=True))
    with stage.card("channel-lost"):
        await admin.says("kênh")
    await admin.says("hủy")
    with stage.card("back_again"):
        await stage.play("Minh gives it back", lambda: channel.allow_bot(post=True, edit=True, by=person))
    with stage.card("stopped"):
        await admin.says("kênh tắt")


async def test_posts_stand_in_the_channel(stage: Stage) -> None:
    stage.needs_telegram()
    admin, writer = await minh(stage), await phuc(stage)
    await admin.says("/khuvuc them Khóm 3")
    assert isinstance(admin.phone, TelegramPhone)
    person = admin.phone.person
    channel = stage.telegram.aired(CHANNEL, "Phường Mỹ Bình", admin.phone)
    await stage.play("Minh makes the bot an admin of the channel", lambda: channel.promote_bot(by=person))
    with stage.card("asking"):
        await admin.presses("Dùng kênh này")
    with stage.card("push-channel"):
        await writer.publishes(NOTICE)
    with stage.card("push_again-channel"):
        await writer.says("/dinhchinh 1 11 giờ => 12 giờ")
        await writer.presses("Đăng")
        await admin.presses("Duyệt")
        await stage.wait("15 seconds pass", seconds=15)
    await writer.writes(STORM)
    await writer.presses("Khẩn")
    await writer.presses("Đăng")
    with stage.card("push-channel-urgent"):
        await admin.presses("Duyệt")
    with stage.card("withdrawn_copy-channel"):
        await writer.says("/thuhoi 2 nhầm tin")
        await writer.presses("Thu hồi")

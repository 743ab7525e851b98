"""The lines of `loa check` about Zalo's bot platform; no secret is shown."""

from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.errors import ChannelDownError, DeliveryError
from bot.messages.capabilities import Check
from bot.settings import Settings


async def check_zalo_bot(settings: Settings) -> list[Check]:
    """Whether the token works, and how messages go out and come in; asks Zalo only who the bot is and its webhook."""
    zalo = settings.zalo_bot
    if zalo.token is None:
        return [Check("Zalo", "off", "chưa đặt LOA_ZALO_BOT__TOKEN, nên không gửi và nhận qua Zalo")]
    channel = ZaloBotChannel(zalo)
    shown = f"bot {zalo.account}, token ***, máy chủ {zalo.api_url}"
    try:
        name, there = await channel.who(), await channel.webhook_there()
        return [
            Check("Zalo", "ok", f"{name}, {shown}"),
            _hearing(zalo.mode, zalo.webhook_url or "", there),
            _limits(settings),
        ]
    except ChannelDownError:
        return [Check("Zalo", "bad", f"{shown}: token không đúng hoặc đã đổi; lấy lại trong Zalo Bot Creator")]
    except DeliveryError as error:
        return [
            Check(
                "Zalo", "bad", f"{shown}: không kết nối được ({error.reason}); kiểm tra mạng và LOA_ZALO_BOT__API_URL"
            )
        ]
    finally:
        await channel.close()


def _hearing(mode: str, wanted: str, there: str) -> Check:
    if mode == "polling" and there:
        return Check(
            "Zalo nhận tin",
            "bad",
            f"bot đang gửi tin về {there}, nên không hỏi tin được; nếu không phải hệ thống khác đang dùng "
            "thì xóa webhook ấy trong Zalo Bot Creator, hoặc đặt LOA_ZALO_BOT__MODE=webhook",
        )
    return Check("Zalo nhận tin", "ok", f"{mode} tại {wanted}" if mode == "webhook" else mode)


def _limits(settings: Settings) -> Check:
    zalo = settings.zalo_bot
    month = f"{zalo.messages_a_month} tin mỗi tháng" if zalo.messages_a_month else "không giới hạn mỗi tháng"
    users = f"{zalo.users} người" if zalo.users else "không giới hạn người"
    return Check("Zalo gửi tin", "ok", f"tối đa {zalo.rate:g} tin mỗi giây, {month}, {users}")

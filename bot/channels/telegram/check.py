"""The lines of `loa check` about Telegram; no secret is shown."""

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.wire import CLOCK_OFF
from bot.errors import ChannelDownError, DeliveryError
from bot.messages.capabilities import Check
from bot.settings import Settings


async def check_telegram(settings: Settings) -> list[Check]:
    """Whether the token works, and how messages go out and come in; asks Telegram only who the bot is."""
    telegram = settings.telegram
    if telegram.token is None:
        return [Check("Telegram", "off", "chưa đặt LOA_TELEGRAM__TOKEN, nên không gửi và nhận qua Telegram")]
    channel = TelegramChannel(telegram)
    shown = f"bot {telegram.account}, token {telegram.account}:***, máy chủ {telegram.api_url}"
    try:
        name = await channel.who()
        return [
            Check("Telegram", "ok", f"@{name}, {shown}"),
            _clock(channel.trouble),
            Check(
                "Telegram nhận tin",
                "ok",
                f"{telegram.mode}" + (f" tại {telegram.webhook_url}" if telegram.mode == "webhook" else ""),
            ),
            Check("Telegram gửi tin", "ok", f"tối đa {telegram.rate:g} tin mỗi giây"),
        ]
    except ChannelDownError:
        return [Check("Telegram", "bad", f"{shown}: token không đúng hoặc đã bị thu hồi; lấy lại ở @BotFather")]
    except DeliveryError as error:
        way_out = "kiểm tra mạng, LOA_TELEGRAM__API_URL hoặc đặt LOA_TELEGRAM__PROXY"
        return [Check("Telegram", "bad", f"{shown}: không kết nối được ({error.reason}); {way_out}")]
    finally:
        await channel.close()


def _clock(trouble: str) -> Check:
    if trouble != CLOCK_OFF:
        return Check("Đồng hồ", "ok", "khớp với máy chủ Telegram")
    return Check("Đồng hồ", "bad", "lệch hơn 2 phút so với máy chủ Telegram; bật: timedatectl set-ntp true")

"""Every setting, read once from the environment or `.env`, then frozen."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from bot.domain.hours import NEVER, QuietHours
from bot.domain.policy import Approval, Policy
from bot.errors import SetupError

ADMIN_CHANNELS = ("telegram", "web", "zalo-bot", "zalo-oa")


def _none_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _without_bot(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("phải bắt đầu bằng http:// hoặc https://")
    return value.rstrip("/").removesuffix("/bot")


_UNSET_IF_BLANK = BeforeValidator(_none_if_blank)
"""An empty line of .env means that nothing is set."""

MaybeSecret = Annotated[SecretStr | None, _UNSET_IF_BLANK]
MaybeText = Annotated[str | None, _UNSET_IF_BLANK]
MaybeFolder = Annotated[Path | None, _UNSET_IF_BLANK]
ApiUrl = Annotated[str, AfterValidator(_without_bot)]
"""Where a platform's bots are called; the channel appends `/bot<token>/method`."""


def _check_webhook(section: "TelegramSettings | ZaloBotSettings", prefix: str) -> None:
    """A webhook without its URL or secret could never receive safely."""
    if section.token and section.mode == "webhook":
        for name in ("webhook_url", "webhook_secret"):
            if not getattr(section, name):
                raise ValueError(f"{prefix}MODE=webhook cần {prefix}{name.upper()}")


class TelegramSettings(BaseModel):
    """How to reach Telegram; without a token the channel is off."""

    model_config = {"frozen": True}

    token: MaybeSecret = Field(default=None, description="Token của bot, do @BotFather cấp")
    api_url: ApiUrl = Field(default="https://api.telegram.org", description="Máy chủ Bot API, không kèm /bot")
    mode: Literal["polling", "webhook"] = Field(default="polling", description="Cách nhận tin: polling hoặc webhook")
    webhook_url: MaybeText = Field(default=None, description="Địa chỉ https công khai của máy này, cho webhook")
    webhook_secret: MaybeSecret = Field(default=None, description="Chuỗi bí mật của webhook (A-Z a-z 0-9 _ -)")
    rate: float = Field(default=30, gt=0, le=1000, description="Số tin mỗi giây của bot; trên 30 phải trả Sao")
    paid_broadcast: bool = Field(default=False, description="true: cho phép gửi nhanh có trả Sao Telegram")
    proxy: MaybeSecret = Field(default=None, description="http:// hoặc socks5:// khi mạng chặn Telegram")

    @field_validator("token")
    @classmethod
    def token_looks_like_one(cls, value: SecretStr | None) -> SecretStr | None:
        """BotFather's tokens are digits, a colon and a secret; the digits are the bot's id."""
        if value is not None:
            bot_id, colon, secret = value.get_secret_value().partition(":")
            if not (bot_id.isascii() and bot_id.isdigit() and colon and secret):
                raise ValueError("phải có dạng 123456789:ABC…, chép nguyên từ @BotFather")
        return value

    @model_validator(mode="after")
    def is_complete(self) -> "TelegramSettings":
        """A fast pace costs money, and so is asked for twice."""
        if self.rate > 30 and not self.paid_broadcast:
            raise ValueError("LOA_TELEGRAM__RATE trên 30 cần LOA_TELEGRAM__PAID_BROADCAST=true (tốn Sao Telegram)")
        _check_webhook(self, "LOA_TELEGRAM__")
        return self

    @property
    def account(self) -> str:
        """The bot's id on Telegram: the digits before the token's colon."""
        return self.token.get_secret_value().partition(":")[0] if self.token else ""


class ZaloBotSettings(BaseModel):
    """How to reach Zalo's bot platform; without a token the channel is off. 0 users or messages: no limit."""

    model_config = {"frozen": True}

    token: MaybeSecret = Field(default=None, description="Token của bot Zalo, do Zalo Bot Creator cấp")
    api_url: ApiUrl = Field(
        default="https://bot-api.zaloplatforms.com", description="Máy chủ của nền tảng bot Zalo, không kèm /bot"
    )
    mode: Literal["polling", "webhook"] = Field(default="polling", description="Cách nhận tin: polling hoặc webhook")
    webhook_url: MaybeText = Field(
        default=None, description="Địa chỉ https công khai của máy này, cho webhook của Zalo"
    )
    webhook_secret: MaybeSecret = Field(default=None, description="Chuỗi bí mật của webhook Zalo (8 đến 256 ký tự)")
    rate: float = Field(default=5, gt=0, le=100, description="Số tin mỗi giây của bot Zalo")
    users: int = Field(default=50, ge=0, description="Gói của bot Zalo cho bao nhiêu người; 0 là không giới hạn")
    messages_a_month: int = Field(
        default=3000, ge=0, description="Gói cho bao nhiêu tin mỗi tháng; 0 là không giới hạn"
    )
    groups: bool = Field(default=False, description="true: bot Zalo trả lời và nhận đăng ký trong nhóm")

    @field_validator("token")
    @classmethod
    def token_fits_into_a_path(cls, value: SecretStr | None) -> SecretStr | None:
        """Zalo promises no form of it; it stands in the path of every call."""
        if value is not None and not re.fullmatch(r"[\w:.~-]{8,300}", value.get_secret_value(), re.ASCII):
            raise ValueError("phải chép nguyên từ Zalo Bot Creator, không kèm dấu cách")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def secret_is_long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        """8 to 256 characters, which fit into a header."""
        if value is not None and not re.fullmatch(r"[!-~]{8,256}", value.get_secret_value()):
            raise ValueError("phải có 8 đến 256 ký tự không dấu, không có dấu cách")
        return value

    @model_validator(mode="after")
    def is_complete(self) -> "ZaloBotSettings":
        """A webhook needs all of its settings."""
        _check_webhook(self, "LOA_ZALO_BOT__")
        return self

    @property
    def account(self) -> str:
        """The bot's id: the digits before the token's colon, or where there are none a digest that tells nothing."""
        token = self.token.get_secret_value() if self.token else ""
        number, colon, _ = token.partition(":")
        if colon and number.isascii() and number.isdigit():
            return number
        return sha256(token.encode()).hexdigest()[:16] if token else ""


class WardSettings(BaseModel):
    """Who speaks: shown in every answer until an admin changes it in the chat."""

    model_config = {"frozen": True}

    name: str = Field(default="Phường", max_length=60, description="Tên phường, ví dụ: Phường Mỹ Bình")
    hotline: str = Field(default="", description="Số điện thoại để người dân gọi khi cần")
    quiet: str = Field(default="21:30-6:00", description="Giờ yên lặng: tin thường chờ đến sáng; để trống là không có")

    @field_validator("quiet")
    @classmethod
    def quiet_is_a_span(cls, value: str) -> str:
        """Two hours, or nothing."""
        if value.strip() and QuietHours.parse(value) is None:
            raise ValueError("phải có dạng 21:30-6:00, hoặc để trống")
        return value.strip()

    @property
    def quiet_hours(self) -> QuietHours:
        """The same as a value, which the domain works with."""
        return QuietHours.parse(self.quiet) or NEVER


class WebSettings(BaseModel):
    """Where this process listens for what comes from outside."""

    model_config = {"frozen": True}

    host: str = Field(default="127.0.0.1", description="Địa chỉ lắng nghe cho webhook và trang công khai")
    port: int = Field(
        default=8080, ge=0, le=65535, description="Cổng lắng nghe; chỉ mở khi dùng webhook hoặc trang công khai"
    )
    public_url: MaybeText = Field(default=None, description="Địa chỉ https của trang công khai; trống là tắt")

    @field_validator("public_url")
    @classmethod
    def public_url_is_an_address(cls, value: str | None) -> str | None:
        """Scheme, host and perhaps a folder: every page's address begins so."""
        if value is None:
            return None
        value = value.strip().rstrip("/")
        if not re.fullmatch(r"https?://[\w.-]+(:\d{1,5})?(/[\w.-]+)*", value, re.ASCII):
            raise ValueError("phải có dạng https://tin.phuong.vn hoặc https://phuong.vn/loa")
        return value


class HealthSettings(BaseModel):
    """Where this process tells whoever watches the machine how it is, apart from what the public reaches."""

    model_config = {"frozen": True}

    host: str = Field(default="127.0.0.1", description="Địa chỉ lắng nghe cho /health và /metrics")
    port: int = Field(default=8081, ge=0, le=65535, description="Cổng của /health và /metrics; 0 là tắt")


class BackupSettings(BaseModel):
    """Backups that the running bot makes by itself."""

    model_config = {"frozen": True}

    dir: MaybeFolder = Field(default=None, description="Thư mục của bản sao lưu hằng ngày; trống là tắt")
    hour: int = Field(default=2, ge=0, le=23, description="Giờ sao lưu hằng ngày, theo giờ Việt Nam")
    keep: int = Field(default=7, ge=1, le=28, description="Giữ bao nhiêu bản hằng ngày, thêm bản đầu của 4 tuần")


class PolicySettings(BaseModel):
    """For what a second person must agree before it goes out."""

    model_config = {"frozen": True}

    report: Approval = Field(default="one", description="Báo cáo: none hoặc one (một người khác duyệt)")
    resolution: Approval = Field(default="one", description="Nghị quyết: none hoặc one")
    meeting: Approval = Field(default="none", description="Họp, hội nghị: none hoặc one")
    announcement: Approval = Field(default="none", description="Thông báo: none hoặc one")
    guide: Approval = Field(default="none", description="Hướng dẫn: none hoặc one")
    urgent: Approval = Field(default="one", description="Tin khẩn, dù loại nào: none hoặc one")
    correction: Approval = Field(default="one", description="Đính chính tin đã đăng: none hoặc one")

    @property
    def value(self) -> Policy:
        """The same as a plain value, which the domain works with."""
        return Policy(**self.model_dump())


class Settings(BaseSettings):
    """All settings of one installation."""

    model_config = SettingsConfigDict(
        env_prefix="LOA_",
        env_nested_delimiter="__",
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
    )

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///data/loa.db"),
        description="Cơ sở dữ liệu: sqlite:///đường-dẫn hoặc postgresql://người:mậtkhẩu@máy/tên",
    )
    admins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Quản trị đầu tiên, ví dụ telegram:1001 (nhiều người: cách nhau bằng dấu phẩy)"
    )
    lease_seconds: float = Field(
        default=30, ge=2, le=600, description="Sau bao nhiêu giây thì tin của tiến trình đã chết được gửi lại"
    )
    undo_seconds: int = Field(
        default=15, ge=0, le=300, description="Số giây sau khi bấm Đăng còn hoàn tác được; tin khẩn luôn đi ngay"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="Mức ghi nhật ký")
    telegram: TelegramSettings = Field(default_factory=TelegramSettings)
    zalo_bot: ZaloBotSettings = Field(default_factory=ZaloBotSettings)
    ward: WardSettings = Field(default_factory=WardSettings)
    web: WebSettings = Field(default_factory=WebSettings)
    health: HealthSettings = Field(default_factory=HealthSettings)
    backup: BackupSettings = Field(default_factory=BackupSettings)
    policy: PolicySettings = Field(default_factory=PolicySettings)

    @field_validator("admins", mode="before")
    @classmethod
    def split_admins(cls, value: object) -> object:
        """`telegram:1001,web:admin` in the environment is a list of channel:id."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("admins")
    @classmethod
    def admins_name_a_channel(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """An id without its channel would silently be nobody."""
        for place, admin in enumerate(value, 1):
            channel, colon, chat_id = admin.partition(":")
            if channel not in ADMIN_CHANNELS or not colon or not chat_id:
                raise ValueError(f"mục thứ {place} phải có dạng kênh:mã, ví dụ telegram:1001")
        return value


_WRONG = {
    "int_parsing": "phải là một số nguyên",
    "float_parsing": "phải là một số",
    "bool_parsing": "phải là true hoặc false",
    "less_than_equal": "nhiều nhất là {le}",
    "greater_than_equal": "ít nhất là {ge}",
    "greater_than": "phải lớn hơn {gt}",
    "literal_error": "phải là một trong: {expected}",
}


def _wrong(problem: ErrorDetails) -> str:
    """What is wrong with a setting, in the language of all else that is said of it."""
    if problem["type"] not in _WRONG:
        return problem["msg"].removeprefix("Value error, ")
    facts = {key: str(value).replace("'", "").replace(" or ", ", ") for key, value in problem.get("ctx", {}).items()}
    return _WRONG[problem["type"]].format(**facts)


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings, or raise SetupError with one sentence a setting, never echoing a value that may be secret."""
    try:
        return Settings(_env_file=env_file)
    except UnicodeDecodeError:
        raise SetupError(f"Tệp {env_file} phải được lưu bằng bảng mã UTF-8. Hãy mở ra, chọn lưu với UTF-8.") from None
    except SettingsError:
        # LOA_TELEGRAM=…, without the second half of its name, is taken for JSON; the value may be the token.
        raise SetupError(
            "Cài đặt chưa đúng. LOA_TELEGRAM, LOA_ZALO_BOT, LOA_WARD, LOA_WEB, LOA_HEALTH, LOA_BACKUP, LOA_POLICY cần "
            "hai gạch dưới và tên riêng, ví dụ LOA_TELEGRAM__TOKEN"
        ) from None
    except ValidationError as error:
        lines = []
        for problem in error.errors(include_input=False, include_url=False):
            name = "LOA_" + "__".join(str(part) for part in problem["loc"]).upper() if problem["loc"] else ""
            message = _wrong(problem)
            # A rule about a whole section names its settings itself.
            lines.append(f"{name}: {message}" if name and not message.startswith("LOA_") else message)
        raise SetupError("Cài đặt chưa đúng. " + "; ".join(lines)) from None

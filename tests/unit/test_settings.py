"""Settings: read once, wrong ones named in a sentence, secrets never repeated."""

import os
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.settings import load_settings

TOKEN = "123456:AAE-mat-khau-rat-bi-mat"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("LOA_"):
            monkeypatch.delenv(name)


def with_settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"LOA_{name}", value)


@pytest.mark.parametrize(
    ("given", "admins"),
    [
        ("telegram:1001", ("telegram:1001",)),
        (" telegram:1001 , web:admin,", ("telegram:1001", "web:admin")),
        ("", ()),
        ("zalo-bot:a:b", ("zalo-bot:a:b",)),
    ],
)
def test_first_admins_are_a_list_of_channel_and_id(
    monkeypatch: pytest.MonkeyPatch, given: str, admins: tuple[str, ...]
) -> None:
    with_settings(monkeypatch, ADMINS=given)
    assert load_settings(None).admins == admins


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"ADMINS": "1001"}, "LOA_ADMINS"),
        ({"ADMINS": "telegram:"}, "LOA_ADMINS"),
        ({"ADMINS": "facebook:1"}, "LOA_ADMINS"),
        ({"LEASE_SECONDS": "x"}, "LOA_LEASE_SECONDS"),
        ({"LEASE_SECONDS": "0"}, "LOA_LEASE_SECONDS"),
        ({"LOG_LEVEL": "loud"}, "LOA_LOG_LEVEL"),
        ({"TELEGRAM__TOKEN": "AAE-mat-khau-rat-bi-mat"}, "LOA_TELEGRAM__TOKEN"),
        ({"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__MODE": "push"}, "LOA_TELEGRAM__MODE"),
        ({"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__MODE": "webhook"}, "LOA_TELEGRAM__WEBHOOK_URL"),
        ({"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__RATE": "0"}, "LOA_TELEGRAM__RATE"),
        ({"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__RATE": "31"}, "LOA_TELEGRAM__RATE"),
        ({"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__API_URL": "ftp://x"}, "LOA_TELEGRAM__API_URL"),
        ({"WEB__PORT": "70000"}, "LOA_WEB__PORT: nhiều nhất là 65535"),
        ({"WEB__PUBLIC_URL": "tin.phuong.vn"}, "LOA_WEB__PUBLIC_URL"),
        ({"WEB__PUBLIC_URL": "https://tin.phuong.vn/?q=1"}, "LOA_WEB__PUBLIC_URL"),
        ({"UNDO_SECONDS": "1.5"}, "LOA_UNDO_SECONDS: phải là một số nguyên"),
        ({"POLICY__REPORT": "two"}, "LOA_POLICY__REPORT: phải là một trong: none, one"),
        ({"TELEGRAM__PAID_BROADCAST": "{le}"}, "LOA_TELEGRAM__PAID_BROADCAST: phải là true hoặc false"),
        ({"TELEGRAM": TOKEN}, "LOA_TELEGRAM"),
    ],
)
def test_a_wrong_setting_is_named_and_no_secret_is_repeated(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], named: str
) -> None:
    with_settings(monkeypatch, **values)
    with pytest.raises(SetupError) as caught:
        load_settings(None)
    assert named in str(caught.value)
    assert "mat-khau" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "Input" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("", None), (" ", None), ("https://a.vn/", "https://a.vn"), ("http://a.vn:81/loa/", "http://a.vn:81/loa")],
)
def test_the_public_address_has_no_slash_at_its_end(
    monkeypatch: pytest.MonkeyPatch, given: str, kept: str | None
) -> None:
    with_settings(monkeypatch, WEB__PUBLIC_URL=given)
    assert load_settings(None).web.public_url == kept


def test_secrets_are_masked_wherever_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    with_settings(monkeypatch, TELEGRAM__TOKEN=TOKEN, DATABASE_URL="postgresql://u:hunter2@db/loa")
    read = load_settings(None)
    assert "mat-khau" not in repr(read) + str(read) + read.model_dump_json()
    assert "hunter2" not in repr(read) + str(read) + read.model_dump_json()
    assert read.telegram.account == "123456"


def test_an_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOA_WARD__NAME=Phường Mỹ Bình\nLOA_TELEGRAM__TOKEN=\nLOA_WEB__PORT=1\n")
    with_settings(monkeypatch, WEB__PORT="2")
    read = load_settings(tmp_path / ".env")
    assert (read.ward.name, read.telegram.token, read.web.port) == ("Phường Mỹ Bình", None, 2)

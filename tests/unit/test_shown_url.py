"""What is shown of a database's address."""

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SetupError
from bot.services.upkeep import shown_url

PASSWORDS = st.text("abcXYZ019@/:?#%&=+ đ", min_size=1, max_size=30)


@given(PASSWORDS)
def test_no_part_of_a_password_is_shown_however_it_is_written(password: str) -> None:
    try:
        shown = shown_url(f"postgresql://loa:{password}@127.0.0.1/phuong")
    except SetupError as error:
        # Some cannot be read at all: what is said then holds nothing of what was given.
        shown = str(error)
    if shown.startswith("LOA_DATABASE_URL "):
        assert "127.0.0.1" not in shown
        return
    assert shown.partition(" (")[0] == "postgresql://loa:***@127.0.0.1/phuong"
    assert ("%40" in shown and "%2F" in shown) == ("@" in password or "/" in password)


def test_an_address_without_a_password_is_shown_as_it_is() -> None:
    assert shown_url("postgresql://loa@127.0.0.1:5432/phuong") == "postgresql://loa@127.0.0.1:5432/phuong"
    assert shown_url("postgresql://127.0.0.1/phuong?password=kin") == "postgresql://127.0.0.1/phuong"
    assert shown_url("sqlite:///data/loa.db") == "sqlite:///data/loa.db"

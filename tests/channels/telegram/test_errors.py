"""Everything that can go wrong becomes the one decision that it forces."""

import datetime
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.client import NotSentError
from bot.channels.telegram.errors import delivery_error, scrub
from bot.channels.telegram.request import (
    CheckedRequest,
    FloodError,
    ServerError,
    UnreadableAnswerError,
    clamp_wait,
    refusal,
)
from bot.errors import (
    ChannelDownError,
    DeliveryError,
    MaybeSentError,
    MovedError,
    NeverSentError,
    RejectedError,
    ThrottledError,
    UnreachableError,
)

TOKEN = "123456789:AAH-secret_of_the_ward"
URL = f"https://api.telegram.org/bot{TOKEN}/sendMessage"


@pytest.mark.parametrize(
    ("error", "decision", "reason"),
    [
        (FloodError(7), ThrottledError, "throttled"),
        (ChatMigrated(-1001), MovedError, "moved"),
        (InvalidToken(), ChannelDownError, "token-refused"),
        (EndPointNotFound("x"), ChannelDownError, "token-refused"),
        (Forbidden("Forbidden: bot was blocked by the user"), UnreachableError, "blocked"),
        (Forbidden("Forbidden: user is deactivated"), UnreachableError, "deactivated"),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), UnreachableError, "kicked"),
        (Forbidden("Forbidden: bot is not a member of the channel chat"), UnreachableError, "not-member"),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), UnreachableError, "never-started"),
        (Forbidden("Forbidden: something new"), UnreachableError, "forbidden"),
        (BadRequest("Bad Request: chat not found"), UnreachableError, "chat-not-found"),
        (BadRequest("Bad Request: PEER_ID_INVALID"), UnreachableError, "chat-not-found"),
        (BadRequest("Bad Request: group chat was deactivated"), UnreachableError, "deactivated"),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), UnreachableError, "no-rights"),
        (BadRequest("Bad Request: can't parse entities: Unsupported start tag"), RejectedError, "bad-markup"),
        (BadRequest("Bad Request: can't parse entities: tag <chat not found>"), RejectedError, "bad-markup"),
        (BadRequest("Bad Request: message is too long"), RejectedError, "too-long"),
        (BadRequest("Bad Request: message text is empty"), RejectedError, "empty"),
        (BadRequest("Bad Request: BUTTON_DATA_INVALID"), RejectedError, "bad-buttons"),
        (BadRequest("Bad Request: something new"), RejectedError, "refused"),
        (Conflict("Conflict: terminated by other getUpdates request"), NeverSentError, "conflict"),
        (ServerError(500), NeverSentError, "server-error"),
        (ServerError(502), NeverSentError, "server-error"),
        (ServerError(504), MaybeSentError, "gateway-timeout"),
        (UnreadableAnswerError("x"), MaybeSentError, "unreadable-answer"),
        (NotSentError("no-connection", "x"), NeverSentError, "no-connection"),
        (NotSentError("connect-timeout", "x"), NeverSentError, "connect-timeout"),
        (TimedOut(), MaybeSentError, "no-answer"),
        (NetworkError("x"), MaybeSentError, "no-answer"),
        (TelegramError("Invalid server response"), MaybeSentError, "unknown"),
    ],
    ids=repr,
)
def test_each_error_forces_its_decision(error: Exception, decision: type[DeliveryError], reason: str) -> None:
    mapped = delivery_error(error)
    assert (type(mapped), mapped.reason) == (decision, reason)


@pytest.mark.parametrize(
    "error",
    [
        NetworkError(f"OSError: {URL}"),
        BadRequest(f"Bad Request: {URL}"),
        InvalidToken(f"The token `{TOKEN}` was rejected by the server."),
        Forbidden(URL),
    ],
    ids=repr,
)
def test_a_reason_holds_neither_token_nor_address(error: Exception) -> None:
    assert "secret" not in str(delivery_error(error))
    assert "http" not in str(delivery_error(error))


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_ptbs_own_error_for_429_would_be_understood_too() -> None:
    mapped = delivery_error(RetryAfter(datetime.timedelta(seconds=7)))
    assert isinstance(mapped, ThrottledError)
    assert mapped.retry_after == 7


def test_a_moved_group_names_its_new_address_as_text() -> None:
    mapped = delivery_error(ChatMigrated(-1001234))
    assert isinstance(mapped, MovedError)
    assert mapped.new_chat_id == "-1001234"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (7, 7),
        (2.5, 2.5),
        ("7", 7),
        (0, 1),
        (-3, 1),
        (1e18, 3600),
        (10**400, 3600),
        (math.inf, 3600),
        (math.nan, 5),
        ("soon", 5),
        (None, 5),
        ([], 5),
        ({"seconds": 3}, 5),
    ],
    ids=repr,
)
def test_a_wait_stays_between_a_second_and_an_hour_whatever_the_answer_says(said: object, seconds: float) -> None:
    assert clamp_wait(said) == seconds
    error = delivery_error(refusal(429, {"ok": False, "parameters": {"retry_after": said}}))
    assert isinstance(error, ThrottledError)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("code", "answer", "decision"),
    [
        (429, None, ThrottledError),
        (429, {"parameters": "none"}, ThrottledError),
        (400, {"parameters": {"retry_after": 3}}, ThrottledError),
        (400, {"parameters": {"migrate_to_chat_id": -1001}}, MovedError),
        (400, {"parameters": {"migrate_to_chat_id": "-1001"}}, MovedError),
        (400, {"parameters": {"migrate_to_chat_id": "elsewhere"}}, RejectedError),
        (400, {"description": ["no", "text"]}, RejectedError),
        (400, {}, RejectedError),
        (400, None, NeverSentError),
        (401, None, ChannelDownError),
        (404, {"description": "Not Found"}, ChannelDownError),
        (403, {"description": "Forbidden: bot was blocked by the user"}, UnreachableError),
        (403, None, NeverSentError),
        (302, None, NeverSentError),
        (413, None, RejectedError),
        (500, {"description": "Internal Server Error"}, NeverSentError),
        (502, None, NeverSentError),
        (504, None, MaybeSentError),
        (999, {}, NeverSentError),
    ],
    ids=repr,
)
def test_an_answer_is_judged_by_its_code_and_only_telegrams_own_words(
    code: int, answer: dict[str, object] | None, decision: type[DeliveryError]
) -> None:
    assert type(delivery_error(refusal(code, answer))) is decision


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
ODD_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "ok": JSON,
        "error_code": JSON,
        "description": JSON,
        "result": JSON,
        "parameters": JSON | st.fixed_dictionaries({}, optional={"retry_after": JSON, "migrate_to_chat_id": JSON}),
    },
)


@given(st.integers(100, 599), ODD_ANSWERS)
def test_no_answer_is_too_odd_for_a_decision(code: int, answer: dict[str, object]) -> None:
    mapped = delivery_error(refusal(code, answer))
    if isinstance(mapped, ThrottledError):
        assert 1 <= mapped.retry_after <= 3600


@given(ODD_ANSWERS.map(json.dumps).map(str.encode) | JSON.map(json.dumps).map(str.encode) | st.binary(max_size=50))
def test_a_body_is_a_result_or_a_typed_error(body: bytes) -> None:
    try:
        answer = CheckedRequest.parse_json_payload(body)
    except TelegramError as error:
        assert isinstance(delivery_error(error), DeliveryError)  # noqa: PT017 - most bodies are errors
    else:
        assert answer["ok"] is True
        assert "result" in answer


def test_scrubbing_reaches_the_whole_chain_of_causes() -> None:
    deepest = RuntimeError(f"connect to {URL}", 7)
    try:
        try:
            try:
                raise deepest
            except RuntimeError as error:
                raise OSError(f"at {URL}") from error
        except OSError:
            raise NetworkError(f"OSError: {URL.replace(':AAH', '%3AAAH')}")  # noqa: B904 - the context counts
    except NetworkError as error:
        scrub(error, TOKEN)
        chain = [error, error.__context__, deepest]
    assert all("AAH-secret" not in f"{link!s}{link!r}{link.args if link else ''}" for link in chain)
    assert deepest.args[1] == 7

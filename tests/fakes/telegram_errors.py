"""What the Bot API says when it refuses, in its own words.

ApiError        any refusal: a code, a description, sometimes parameters
"""

from typing import Any

PREFIXES = {400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: "}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
MIGRATED = "group chat was upgraded to a supergroup chat"
BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
CHAT_NOT_FOUND = "chat not found"
STALE_QUERY = "query is too old and response timeout expired or query ID is invalid"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
TWO_POLLERS = "terminated by other getUpdates request; make sure that only one bot instance is running"


class ApiError(Exception):
    """The Bot API refuses a call: an error code, its description and sometimes parameters."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        self.code = code
        self.description = PREFIXES.get(code, "") + description
        self.parameters = parameters
        super().__init__(self.description)


def error_body(code: int, description: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
    """The JSON of a refusal."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters is not None:
        body["parameters"] = parameters
    return body

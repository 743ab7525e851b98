"""Webhooks: the secret first, in constant time; then size; then the body. Acknowledged only after the commit."""

import hmac

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.base import Take, Webhook
from bot.errors import DatabaseDownError

MOST_BYTES = 1_000_000
"""Platforms send a few kilobytes; more is not one of them."""


def webhook_route(webhook: Webhook, take_in: Take) -> Route:
    """One platform's webhook, whose events go to `take_in`.

    Wrong secret: 403 before parsing. Too large: 413. Database down: 503, so that the platform repeats it.
    Anything else is 200: a body that is not understood would otherwise be repeated for ever.
    """

    async def take(request: Request) -> Response:
        given = request.headers.get(webhook.header, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, webhook.secret.get_secret_value().encode()):
            return PlainTextResponse("forbidden", status_code=403)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return PlainTextResponse("too large", status_code=413)
        try:
            await webhook.handle(bytes(body), take_in)
        except DatabaseDownError:
            return PlainTextResponse("try again", status_code=503)
        return PlainTextResponse("ok")

    return Route(webhook.path, take, methods=["POST"])

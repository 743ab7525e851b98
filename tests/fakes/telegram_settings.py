"""The methods about the bot itself, its commands and texts, its chats, and how it gets updates."""

import json
import re
from collections.abc import Awaitable
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram_errors import ApiError
from tests.fakes.telegram_html import units
from tests.fakes.telegram_methods import Params, method
from tests.fakes.telegram_world import Chat, Json, World

COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
RIGHTS = [
    f"can_{what}"
    for what in (
        *("manage_chat", "delete_messages", "manage_video_chats", "restrict_members", "promote_members"),
        *("change_info", "invite_users", "post_stories", "edit_stories", "delete_stories", "send_welcome_messages"),
    )
]


@method("getMe")
def get_me(world: World, params: Params) -> Json:
    """The bot's own User object."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not world.settings.get("privacy", False),
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("getUpdates", "offset limit timeout allowed_updates")
def get_updates(world: World, params: Params) -> Awaitable[Any]:
    """Long polling."""
    wanted = params.items("allowed_updates")
    if wanted is not None:
        world.updates.allowed = wanted
    limit = min(max(params.number("limit", 100), 1), 100)
    return world.updates.get(params.number("offset"), limit, params.number("timeout"))


@method("setWebhook", "url secret_token max_connections allowed_updates drop_pending_updates ip_address certificate")
def set_webhook(world: World, params: Params) -> bool:
    """Push updates to an address."""
    url, secret = params.text("url"), params.text("secret_token")
    if secret and not SECRET.match(secret):
        raise ApiError(400, "secret token contains unallowed characters")
    parts = urlsplit(url)
    if url and parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ApiError(400, "bad webhook: An HTTPS URL must be provided for webhook")
    if url and parts.hostname not in LOOPBACK and not any(url.startswith(known) for known in world.updates.routes):
        world.complaints.append(f"webhook {url} is not on this machine and tg.route_webhook was not told of it")
        raise ApiError(400, "bad webhook: Failed to resolve host: Name or service not known")
    wanted = params.items("allowed_updates")
    if wanted is not None:
        world.updates.allowed = wanted
    if params.flag("drop_pending_updates"):
        world.updates.pending.clear()
    webhook = {"url": url, "secret": secret, "max_connections": params.number("max_connections", 40)}
    world.updates.set_webhook(webhook)
    return True


@method("deleteWebhook", "drop_pending_updates")
def delete_webhook(world: World, params: Params) -> bool:
    """Back to long polling."""
    if params.flag("drop_pending_updates"):
        world.updates.pending.clear()
    world.updates.set_webhook({"url": ""})
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, params: Params) -> Json:
    """Address, waiting updates, last error."""
    webhook = world.updates.webhook
    info: Json = {
        "url": webhook["url"],
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if webhook["url"]:
        info |= {"max_connections": webhook["max_connections"], "ip_address": "127.0.0.1"}
        info |= {name: webhook[name] for name in ("last_error_date", "last_error_message") if name in webhook}
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


def _scope(world: World, params: Params) -> str:
    scope = params.object("scope") or {"type": "default"}
    if "chat_id" in scope:
        scope = {**scope, "chat_id": world.chat(scope["chat_id"]).id}
    return json.dumps(scope, sort_keys=True)


def _language(params: Params) -> str:
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise ApiError(400, "invalid language code specified")
    return language


@method("setMyCommands", "commands scope language_code")
def set_my_commands(world: World, params: Params) -> bool:
    """The command list of one scope and language."""
    commands = params.items("commands") or []
    if len(commands) > 100:
        raise ApiError(400, "BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.match(command["command"].removeprefix("/")):
            raise ApiError(400, "BOT_COMMAND_INVALID")
        if not 1 <= units(command["description"].strip()) <= 256:
            raise ApiError(400, "BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [{**command, "command": command["command"].removeprefix("/")} for command in commands]
    world.settings.setdefault("commands", {})[_scope(world, params), _language(params)] = kept
    return True


@method("getMyCommands", "scope language_code")
def get_my_commands(world: World, params: Params) -> list[Json]:
    """Exactly what was set for this scope and language."""
    found: list[Json] = world.settings.get("commands", {}).get((_scope(world, params), _language(params)), [])
    return found


@method("deleteMyCommands", "scope language_code")
def delete_my_commands(world: World, params: Params) -> bool:
    """Forget one scope and language."""
    world.settings.get("commands", {}).pop((_scope(world, params), _language(params)), None)
    return True


def _bot_text(noun: str, name: str, most: int) -> None:
    @method(f"setMy{noun}", f"{name} language_code")
    def put(world: World, params: Params) -> bool:
        if units(params.text(name)) > most:
            raise ApiError(400, f"bot {name.replace('_', ' ')} is too long")
        world.settings[name, _language(params)] = params.text(name)
        return True

    @method(f"getMy{noun}", "language_code")
    def get(world: World, params: Params) -> Json:
        default = world.bot["first_name"] if name == "name" else ""
        plain = world.settings.get((name, ""), default)
        return {name: world.settings.get((name, _language(params))) or plain}


_bot_text("Name", "name", 64)
_bot_text("Description", "description", 512)
_bot_text("ShortDescription", "short_description", 120)


@method("setChatMenuButton", "chat_id menu_button")
def set_chat_menu_button(world: World, params: Params) -> bool:
    """The button beside the input line."""
    where = world.chat(params.chat()).id if "chat_id" in params else 0
    world.settings["menu_button", where] = params.object("menu_button") or {"type": "default"}
    return True


@method("getChatMenuButton", "chat_id")
def get_chat_menu_button(world: World, params: Params) -> Json:
    """What was set, for the chat or for all."""
    where = world.chat(params.chat()).id if "chat_id" in params else 0
    default: Json = world.settings.get(("menu_button", 0), {"type": "commands"})
    found: Json = world.settings.get(("menu_button", where), default)
    return found


def _readable(world: World, params: Params) -> Chat:
    """The chat, unless the bot was thrown out of it."""
    chat = world.chat(params.chat())
    if chat.kind != "private" and not (chat.kind == "channel" and chat.bot_status in ("member", "administrator")):
        world.writable(chat.id)
    return chat


@method("getChat", "chat_id")
def get_chat(world: World, params: Params) -> Json:
    """A ChatFullInfo object."""
    gifts = ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"]
    return {
        **_readable(world, params).to_json(),
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def member_json(user: Json, status: str, chat: Chat | None = None) -> Json:
    """A ChatMember object; of the bot in a `chat` that is a channel also what it may do there."""
    body: Json = {"user": user, "status": status}
    if status == "administrator":
        body |= {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(RIGHTS, True)}
        if chat is not None and chat.kind == "channel":
            body |= {"can_post_messages": chat.may_post, "can_edit_messages": chat.may_edit}
    elif status == "creator":
        body["is_anonymous"] = False
    elif status == "kicked":
        body["until_date"] = 0
    return body


@method("getChatMember", "chat_id user_id")
def get_chat_member(world: World, params: Params) -> Json:
    """Whether somebody is in the chat, and as what."""
    chat = _readable(world, params)
    user_id = params.number("user_id")
    if user_id == world.bot["id"]:
        return member_json(world.bot, chat.bot_status, chat)
    if chat.kind == "private" and user_id == chat.id:
        return member_json(world.people[user_id], "member")
    found = chat.members.get(user_id)
    if found is not None:
        return member_json(found["user"], found["status"])
    if user_id in world.people:
        return member_json(world.people[user_id], "left")
    raise ApiError(400, "PARTICIPANT_ID_INVALID")


@method("getChatAdministrators", "chat_id return_bots")
def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """The creator and the administrators."""
    chat = _readable(world, params)
    if chat.kind == "private":
        raise ApiError(400, "there are no administrators in the private chat")
    found = [m for m in chat.members.values() if m["status"] in ("creator", "administrator")]
    return [member_json(member["user"], member["status"]) for member in found]


@method("getChatMemberCount", "chat_id")
def get_chat_member_count(world: World, params: Params) -> int:
    """How many are in the chat, the bot among them."""
    chat = _readable(world, params)
    return 2 if chat.kind == "private" else len(chat.members) + 1


@method("leaveChat", "chat_id")
def leave_chat(world: World, params: Params) -> bool:
    """The bot goes by itself."""
    chat = world.writable(params.chat())
    if chat.kind == "private":
        raise ApiError(400, "chat member status can't be changed in private chats")
    old, chat.bot_status = chat.bot_status, "left"
    world.updates.push(
        {
            "my_chat_member": {
                "chat": chat.to_json(),
                "from": world.bot,
                "date": world.now(),
                "old_chat_member": member_json(world.bot, old),
                "new_chat_member": member_json(world.bot, "left"),
            }
        }
    )
    chat.touch()
    return True

"""The methods that send, edit and delete messages."""

import struct
from functools import lru_cache

from tests.fakes.telegram_errors import NOT_MODIFIED, STALE_QUERY, ApiError
from tests.fakes.telegram_html import Entity, clean, detect, parse_html, units
from tests.fakes.telegram_methods import Params, method
from tests.fakes.telegram_params import Upload
from tests.fakes.telegram_world import (
    Chat,
    Content,
    Json,
    SeenMessage,
    StoredFile,
    World,
    document_json,
    in_topic,
    photo_json,
)

MAX_TEXT, MAX_CAPTION, MAX_TOAST = 4096, 1024, 200
MAX_UPLOAD, MAX_PHOTO, MAX_DOWNLOAD = 50 * 1024 * 1024, 10 * 1024 * 1024, 20 * 1024 * 1024
MAX_BUTTONS = 100
SENDING = (
    "chat_id message_thread_id parse_mode disable_notification protect_content allow_paid_broadcast message_effect_id "
    "reply_parameters reply_markup"
)
ACTIONS = frozenset(
    {"typing", "upload_photo", "upload_video", "upload_voice", "upload_document", "upload_video_note"}
    | {"record_video", "record_voice", "record_video_note", "choose_sticker", "find_location"}
)


@lru_cache(maxsize=256)
def _parse(raw: str, mode: str) -> tuple[str, list[Entity]]:
    """A push sends one text thousands of times: it is parsed once."""
    text, entities = parse_html(raw) if mode == "html" else (raw, [])
    text, entities = clean(text, entities)
    return text, detect(text, entities)


def _read_text(world: World, params: Params, name: str, entities: str) -> tuple[str, list[Entity]]:
    mode = params.text("parse_mode").lower()
    if mode in ("markdown", "markdownv2"):
        world.complaints.append(f"parse_mode {mode} is not modelled by this fake: send HTML")
    elif mode not in ("", "html", "none"):
        raise ApiError(400, "unsupported parse_mode")
    given = params.items(entities)
    if given is not None and mode != "html":
        text, kept = clean(params.text(name), given)
        return text, detect(text, kept)
    return _parse(params.text(name), mode)


def _message_text(world: World, params: Params) -> tuple[str, list[Entity]]:
    if not params.text("text"):
        raise ApiError(400, "message text is empty")
    text, entities = _read_text(world, params, "text", "entities")
    if not text:
        raise ApiError(400, "text must be non-empty")
    if units(text) > MAX_TEXT:
        raise ApiError(400, "message is too long")
    return text, entities


def _caption(world: World, params: Params) -> tuple[str, list[Entity]]:
    text, entities = _read_text(world, params, "caption", "caption_entities")
    if units(text) > MAX_CAPTION:
        raise ApiError(400, "message caption is too long")
    return text, entities


def _markup(params: Params) -> Json | None:
    """The keyboard, checked as Telegram checks it; None where there is none or it is empty."""
    markup = params.object("reply_markup")
    if markup is None or "inline_keyboard" not in markup:
        return markup
    rows = [row for row in markup["inline_keyboard"] if row]
    buttons = [button for row in rows for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise ApiError(400, "reply markup is too long")
    for button in buttons:
        if not button["text"].strip():
            raise ApiError(400, "can't parse inline keyboard button: Button text must be non-empty")
        kinds = [name for name in button if name not in ("text", "icon_custom_emoji_id", "style")]
        if not kinds:
            raise ApiError(400, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if len(kinds) > 1:
            raise ApiError(400, "can't parse inline keyboard button: Button must have exactly one action")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise ApiError(400, "BUTTON_DATA_INVALID")
        url = button.get("url")
        if url is not None and not url.startswith(("https://", "http://", "tg://")):
            raise ApiError(400, "BUTTON_URL_INVALID")
    return {**markup, "inline_keyboard": rows} if rows else None


def _reply_to(world: World, params: Params, chat: Chat) -> SeenMessage | None:
    wanted = params.object("reply_parameters")
    if wanted is None:
        return None
    if wanted.get("chat_id", chat.id) != chat.id:
        world.complaints.append("reply_parameters.chat_id of another chat is not modelled by this fake")
    message = chat.messages.get(wanted.get("message_id", 0))
    if message is not None and not message.deleted:
        return message
    if wanted.get("allow_sending_without_reply"):
        return None
    raise ApiError(400, "message to be replied not found")


def _send(world: World, params: Params, chat: Chat, what: Content) -> SeenMessage:
    markup, reply_to = _markup(params), _reply_to(world, params, chat)
    topic = params.number("message_thread_id")
    if topic and topic not in chat.topics:
        raise ApiError(400, "message thread not found")
    if topic and not chat.topics[topic]:
        raise ApiError(400, "TOPIC_CLOSED")
    world.spend(chat, paid=params.flag("allow_paid_broadcast"))
    extra: Json = {}
    if params.flag("protect_content"):
        extra["has_protected_content"] = True
    if topic:
        extra |= in_topic(topic)
    preview = params.object("link_preview_options")
    if preview is not None:
        extra["link_preview_options"] = preview
    what |= {"markup": markup, "reply_to": reply_to, "from_bot": True, "extra": extra}
    what["silent"] = params.flag("disable_notification")
    return world.post(chat, world.bot, **what)


@method("sendMessage", f"{SENDING} text entities link_preview_options")
def send_message(world: World, params: Params) -> SeenMessage:
    """A text message."""
    chat = world.writable(params.chat())
    text, entities = _message_text(world, params)
    return _send(world, params, chat, {"text": text, "html": params.text("text"), "entities": entities})


def _file(world: World, given: Upload | str, folder: str) -> StoredFile:
    if isinstance(given, str):
        stored = world.files.get(given)
        if stored is not None:
            if not stored.path.startswith(folder):
                kind = stored.path.partition("/")[0].removesuffix("s").capitalize()
                raise ApiError(400, f"can't use file of type {kind} as {folder.removesuffix('s').capitalize()}")
            return stored
        if not given.startswith(("http://", "https://")):
            raise ApiError(400, "wrong file identifier/HTTP URL specified")
        if given not in world.web:
            raise ApiError(400, "failed to get HTTP URL content")
        given = Upload(given.rpartition("/")[2] or "file", world.web[given])
    if not given.content:
        raise ApiError(400, "file must be non-empty")
    if len(given.content) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    size = (0, 0)
    if folder == "photos":
        if len(given.content) > MAX_PHOTO:
            raise ApiError(
                400,
                f"file of size {len(given.content)} bytes is too big for a photo; "
                f"the maximum size is {MAX_PHOTO} bytes",
            )
        size = picture_size(given.content)
        if size == (0, 0):
            raise ApiError(400, "IMAGE_PROCESS_FAILED")
        if sum(size) > 10_000 or max(size) > 20 * min(size):
            raise ApiError(400, "PHOTO_INVALID_DIMENSIONS")
    return world.store(given, folder, size)


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, 800 x 600 for a JPEG or WebP, (0, 0) for what is no picture."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(b"\xff\xd8\xff") or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return 800, 600
    return 0, 0


@method("sendDocument", f"{SENDING} document caption caption_entities disable_content_type_detection")
def send_document(world: World, params: Params) -> SeenMessage:
    """A file, uploaded or by its id."""
    chat = world.writable(params.chat())
    text, entities = _caption(world, params)
    file = _file(world, params.file("document"), "documents")
    what: Content = {"text": text, "html": params.text("caption"), "entities": entities, "document": file}
    return _send(world, params, chat, what)


@method("sendPhoto", f"{SENDING} photo caption caption_entities show_caption_above_media")
def send_photo(world: World, params: Params) -> SeenMessage:
    """A picture, uploaded or by its id."""
    chat = world.writable(params.chat())
    text, entities = _caption(world, params)
    file = _file(world, params.file("photo"), "photos")
    what: Content = {"text": text, "html": params.text("caption"), "entities": entities, "photo": file}
    return _send(world, params, chat, what)


def _editable(world: World, params: Params) -> SeenMessage:
    chat = world.writable(params.chat())
    message = chat.messages.get(params.number("message_id"))
    if message is None or message.deleted:
        raise ApiError(400, "message to edit not found")
    if not message.from_bot or message.locked or message.too_old:
        raise ApiError(400, "message can't be edited")
    return message


def _edit(
    world: World,
    message: SeenMessage,
    text: str,
    html: str,
    entities: list[Entity],
    markup: Json | None,
    *,
    another: bool = False,
) -> None:
    """Change what a message says; where its picture is `another` one, the words may be the same."""
    if not another and (text, entities, markup) == (message.text, message.entities, message.markup):
        raise ApiError(400, NOT_MODIFIED)
    world.spend(message.chat)
    message.earlier.append(message.text)
    message.text, message.html, message.entities, message.markup = text, html, entities, markup
    message.edits += 1
    message.edit_date = world.now()
    message.chat.touch()


@method("editMessageText", "chat_id message_id text parse_mode entities link_preview_options reply_markup")
def edit_message_text(world: World, params: Params) -> SeenMessage:
    """New words; without a keyboard in the call the old one goes."""
    message = _editable(world, params)
    text, entities = _message_text(world, params)
    if message.document or message.photo:
        raise ApiError(400, "there is no text in the message to edit")
    _edit(world, message, text, params.text("text"), entities, _markup(params))
    return message


@method("editMessageCaption", "chat_id message_id caption parse_mode caption_entities reply_markup")
def edit_message_caption(world: World, params: Params) -> SeenMessage:
    """New words under a file."""
    message = _editable(world, params)
    text, entities = _caption(world, params)
    if not (message.document or message.photo):
        raise ApiError(400, "there is no caption in the message to edit")
    _edit(world, message, text, params.text("caption"), entities, _markup(params))
    return message


@method("editMessageMedia", "chat_id message_id media reply_markup")
def edit_message_media(world: World, params: Params) -> SeenMessage:
    """Another picture with its words; a text becomes one, and none becomes a text."""
    message = _editable(world, params)
    media = params.object("media") or {}
    if media.get("type") != "photo":
        world.complaints.append("editMessageMedia: only photos are modelled by this fake")
        raise ApiError(400, "wrong type of the web page content")
    for other in media.keys() - {"type", "media", "caption", "parse_mode"}:
        world.complaints.append(f"editMessageMedia: media.{other} is not modelled by this fake")
    given = media.get("media", "")
    text, entities = _caption(world, Params(media))
    photo = _file(world, given if isinstance(given, Upload) else str(given), "photos")
    markup = _markup(params)
    same = message.photo is not None and message.photo.content == photo.content
    _edit(world, message, text, str(media.get("caption", "")), entities, markup, another=not same)
    message.photo, message.document = photo, None
    return message


@method("editMessageReplyMarkup", "chat_id message_id reply_markup")
def edit_message_reply_markup(world: World, params: Params) -> SeenMessage:
    """New buttons, or none."""
    message = _editable(world, params)
    _edit(world, message, message.text, message.html, message.entities, _markup(params))
    return message


@method("deleteMessage", "chat_id message_id")
def delete_message(world: World, params: Params) -> bool:
    """Take a message away: the bot's own within 48 h, others' in private or as an administrator."""
    chat = world.writable(params.chat())
    message = chat.messages.get(params.number("message_id"))
    if message is None or message.deleted:
        raise ApiError(400, "message to delete not found")
    foreign = not message.from_bot and chat.kind != "private" and chat.bot_status != "administrator"
    if message.too_old or foreign:
        raise ApiError(400, "message can't be deleted")
    message.deleted = True
    chat.touch()
    return True


def _pinnable(world: World, params: Params, doing: str) -> SeenMessage:
    chat = world.writable(params.chat())
    if chat.kind != "private" and not (chat.bot_status == "administrator" and chat.may_edit):
        raise ApiError(400, "not enough rights to manage pinned messages in the chat")
    message = chat.messages.get(params.number("message_id"))
    if message is None or message.deleted:
        raise ApiError(400, f"message to {doing} not found")
    return message


@method("pinChatMessage", "chat_id message_id disable_notification")
def pin_chat_message(world: World, params: Params) -> bool:
    """Keep a message above the chat."""
    message = _pinnable(world, params, "pin")
    if message.message_id not in message.chat.pinned:
        message.chat.pinned.append(message.message_id)
    message.chat.touch()
    return True


@method("unpinChatMessage", "chat_id message_id")
def unpin_chat_message(world: World, params: Params) -> bool:
    """Let it stand above the chat no more; one that does not is no error."""
    message = _pinnable(world, params, "unpin")
    if message.message_id in message.chat.pinned:
        message.chat.pinned.remove(message.message_id)
    message.chat.touch()
    return True


@method("answerCallbackQuery", "callback_query_id text show_alert cache_time")
def answer_callback_query(world: World, params: Params) -> bool:
    """Stop the button's clock, with a short word if there is one."""
    press = world.presses.get(params.text("callback_query_id"))
    if press is None:
        raise ApiError(400, STALE_QUERY)
    if units(params.text("text")) > MAX_TOAST:
        raise ApiError(400, "MESSAGE_TOO_LONG")
    press.answer(params.text("text"), alert=params.flag("show_alert"))
    return True


@method("sendChatAction", "chat_id action")
def send_chat_action(world: World, params: Params) -> bool:
    """ "typing…" and the like."""
    chat = world.writable(params.chat())
    if params.text("action") not in ACTIONS:
        raise ApiError(400, "wrong parameter action in request")
    world.actions.append((chat.id, params.text("action")))
    return True


@method("getFile", "file_id")
def get_file(world: World, params: Params) -> Json:
    """Where to fetch a file of up to 20 MB."""
    stored = world.files.get(params.text("file_id"))
    if stored is None:
        raise ApiError(400, "invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD:
        raise ApiError(400, "file is too big")
    body = photo_json(stored)[0] if stored.path.startswith("photos") else document_json(stored)
    kept = ("file_id", "file_unique_id", "file_size")
    return {**{name: body[name] for name in kept}, "file_path": stored.path}


def upload_of(content: bytes, name: str, mime_type: str) -> Upload:
    """A file as people send it."""
    return Upload(name, content, mime_type)

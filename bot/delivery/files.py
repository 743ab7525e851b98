"""Files that go out with messages: by the platform's own id where it is known, else uploaded, by one sender at a time.

So a push with a photo uploads it once in a process, and not to everybody; what the account itself was sent before, it
never uploads at all.
"""

import asyncio
from collections import OrderedDict
from dataclasses import replace
from weakref import WeakValueDictionary

import structlog

from bot.cards.charts.draw import draw, key_of
from bot.channels.base import Channel
from bot.clock import Clock
from bot.domain.attachments import Received
from bot.errors import BadFileError, DatabaseDownError, NeverSentError, RejectedError, StaleFileError
from bot.messages.message import Drawing, File, Outgoing
from bot.storage import attachments
from bot.storage.engine import Database

KEPT = 1_000
"""Ids that a process knows by heart."""

WAIT_SECONDS = 10.0
"""How long a message waits for another's upload of its file before it is given back to the queue."""

Key = tuple[int, str, bool]
"""A file, a route, and whether it is shown as a photo: platforms name the same bytes in two ways."""


class FileSender:
    """Sends messages whose files are kept in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._ids: OrderedDict[Key, str] = OrderedDict()
        # A push to 30,000 must not upload 30,000 times what nobody gets.
        self._bad: set[Key] = set()
        # Each as long as somebody holds it or waits for it.
        self._uploads: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        self._log = structlog.get_logger("files")

    async def send(self, channel: Channel, route: str, message: Outgoing) -> str:
        """Send as `Channel.send` does, with the file's id or bytes filled in."""
        if message.file is not None and message.file.drawing is not None:
            message = replace(message, file=await self.keep(message.file, message.file.drawing))
        file = message.file
        if file is None or file.attachment is None:
            return await channel.send(message)
        key = (file.attachment, route, file.photo)
        known = await self._known(key)
        if known is not None:
            try:
                return await channel.send(replace(message, file=replace(file, content=b"", id=known)))
            except StaleFileError:
                # Of an account that was exchanged, or forgotten there: once more, with its bytes.
                self._log.info("file_uploaded_again", attachment=file.attachment)
        return await self._upload(channel, key, message, file, stale=known)

    async def keep(self, file: File, drawing: Drawing) -> File:
        """A drawing as a kept file: what shows the same is drawn once, whoever asks for it."""
        key = key_of(drawing)
        async with self._database.read() as transaction:
            kept = await attachments.find_hash(transaction, key)
        if kept is not None:
            return File(file.name, photo=file.photo, attachment=kept)
        try:
            content = await asyncio.to_thread(draw, drawing)
        except RuntimeError:
            # The words arrive all the same: they say what the picture would.
            self._log.exception("not_drawn", template=drawing.template)
            raise BadFileError from None
        made = Received(content, key, file.name, file.photo, 0, None, (), "", "")
        try:
            async with self._database.write() as transaction:
                stored = await attachments.store_file(transaction, made, self._clock.now())
        except DatabaseDownError:
            self._log.warning("database_down", doing="drawing")
            return File(file.name, content, photo=file.photo)
        return File(file.name, photo=file.photo, attachment=stored.id)

    async def _upload(self, channel: Channel, key: Key, message: Outgoing, file: File, stale: str | None) -> str:
        uploading = self._uploads.setdefault(key, asyncio.Lock())
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await uploading.acquire()
        except TimeoutError:
            raise NeverSentError("file-busy") from None
        try:
            known = await self._known(key)
            if known is None or known == stale:
                content = await self._load(key, file)
                given: list[str] = []
                sent = await channel.send(
                    replace(message, file=replace(file, content=content, id=None), uploaded=given.append)
                )
                if given:
                    await self._remember(key, given[-1])
                return sent
        except BadFileError:
            self._bad.add(key)
            raise
        finally:
            uploading.release()
        return await channel.send(replace(message, file=replace(file, content=b"", id=known)))

    async def _known(self, key: Key) -> str | None:
        if key in self._ids:
            self._ids.move_to_end(key)
            return self._ids[key]
        if not key[0]:
            return None
        async with self._database.read() as transaction:
            found = await attachments.find_file(transaction, key[0], key[1], photo=key[2])
        if found is not None and key not in self._ids:
            self._keep(key, found)
        # Somebody may have uploaded it while the database was asked: that id is the newer one.
        return self._ids.get(key)

    async def _load(self, key: Key, file: File) -> bytes:
        if key in self._bad:
            raise BadFileError
        if file.content:
            return file.content
        async with self._database.read() as transaction:
            content = await attachments.load_content(transaction, key[0])
        if content is None:
            raise RejectedError("file-gone")
        return content

    async def _remember(self, key: Key, file_id: str) -> None:
        self._keep(key, file_id)
        if not key[0]:
            return
        try:
            async with self._database.write() as transaction:
                await attachments.remember_file(transaction, key[0], key[1], file_id, photo=key[2])
        except DatabaseDownError:
            # The message is out; another process will upload the file once more.
            self._log.warning("database_down", doing="files")

    def _keep(self, key: Key, file_id: str) -> None:
        self._ids[key] = file_id
        while len(self._ids) > KEPT:
            self._ids.popitem(last=False)

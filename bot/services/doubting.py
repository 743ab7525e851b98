"""What is asked only once a text is to be posted: private data, what a notice lacks, and what was published before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.clock import in_vietnam
from bot.domain.attachments import Attachment, doubts_of_files
from bot.domain.figures import AT_POSTING, Figure, Warning, WarningCode
from bot.domain.people import NOBODY, Viewer
from bot.domain.posts import Audience, Post
from bot.domain.reading import Reading
from bot.errors import MissingError
from bot.services.context import Context
from bot.storage import drafts, posts, readings, targets

if TYPE_CHECKING:
    from bot.reading.doubts.earlier import Published

MOST_EARLIER = 2_000
"""Published figures that a new text is compared with, the newest first."""


async def ask(
    context: Context,
    viewer: Viewer,
    body: str,
    reading: Reading,
    files: Sequence[Attachment] = (),
    corrects: int | None = None,
    post_id: int | None = None,
) -> Reading:
    """Put after the text's own doubts those of posting it.

    Asked anew for every revision, so that another kind, title or day changes them; what this writer may not see
    is not compared, nor is the post that this one (`post_id`) corrects.
    """
    from bot.reading.by_hand import answered_by
    from bot.reading.doubts.accents import unaccented
    from bot.reading.doubts.days import past_of
    from bot.reading.doubts.earlier import doubts_beside
    from bot.reading.doubts.notices import lacks_of
    from bot.reading.doubts.personal import personal_of
    from bot.reading.doubts.relative import relative_of

    own = tuple(one for one in reading.warnings if one.code not in AT_POSTING)
    results = [one for one in reading.figures if not one.is_target]
    earlier = (
        await readings.list_figures_before(
            context.transaction,
            viewer,
            units={one.unit for one in results},
            limit=MOST_EARLIER,
            besides=corrects,
        )
        if results
        else []
    )
    private = (*filter(None, (personal_of(body),)), *doubts_of_files(files), *unaccented(body))
    lacking = [one for one in lacks_of(body, reading.kind, reading.date) if one.code not in answered_by(reading.when)]
    today = in_vietnam(context.now).date()
    told = doubts_beside(reading, [_published(*one) for one in earlier], today)
    board = await _on_board(context, reading, corrects)
    # What a post says already is told with its number, and not once more.
    seen = {quote for one in told for quote in one.quotes}
    told = (*told, *(one for one in board if seen.isdisjoint(one.quotes)))
    days = (*past_of(body, today), *relative_of(body, reading.kind, today))
    again = await said_already(context, viewer, body, reading.title, post_id) if corrects is None else None
    return replace(reading, warnings=(*own, *filter(None, (again,)), *private, *lacking, *days, *told))


async def said_already(context: Context, viewer: Viewer, body: str, title: str, post_id: int | None) -> Warning | None:
    """Doubt a text that another post than `post_id` says word for word, be it out or on its way out."""
    found = await drafts.find_said(context.transaction, viewer, body, besides=post_id)
    if found is None:
        return None
    number, at = found
    # The number of a post for cadres is not told on what may be handed on; that it is one must be.
    named = "một tin chỉ gửi cán bộ" if number and number.audience is Audience.CADRES else f"tin số {number}"
    out = f"{named}, đăng ngày {in_vietnam(at):%d/%m/%Y}" if at else "một tin của anh/chị đang chờ đi"
    return Warning(WarningCode.SAID_ALREADY, (title,), out)


async def _on_board(context: Context, reading: Reading, corrects: int | None) -> tuple[Warning, ...]:
    """What the table of targets says otherwise."""
    from bot.reading.doubts.board import doubts_on_board, with_periods

    known = await targets.list_targets(context.transaction, NOBODY) if reading.figures else []
    if not known:
        return ()
    day = reading.date or in_vietnam(context.now).date()
    corrected = await posts.load_post(context.transaction, corrects) if corrects is not None else None
    return doubts_on_board(with_periods(reading, day), known, corrected.number if corrected else None)


def _published(figure: Figure, post: Post) -> "Published":
    """An earlier figure for comparing; a published post has its number and its moment."""
    from bot.reading.doubts.earlier import Published

    if post.number is None or post.published_at is None:
        raise MissingError("draft")
    posted = in_vietnam(post.published_at).date()
    return Published(figure, post.number, post.title, posted, post.event_date, post.date_as_written, post.organisation)

"""What those who have a post are told when it changes: corrected, withdrawn, over, or all clear."""

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import CHANGE_UNITS, change_lines, cut, lines
from bot.cards.names import said
from bot.cards.posts import SHOWN_CHANGES, became, push
from bot.domain.attachments import photo_of
from bot.domain.posts import Audience, Post, Said
from bot.domain.views import PostView
from bot.messages.message import ButtonRows, Reply

CAPTION_CHANGES, CAPTION_CHANGE_UNITS = 3, 100
"""How much is told of what changed under a photo, where there is half the room."""
WORDS_UNITS = 600


def push_again(view: PostView, *, photos: bool = True, short: bool = False) -> Reply:
    """The push as it reads now, in place of a delivered copy; what was corrected or is over stands above it."""
    post = view.post
    short = short or (photos and photo_of(view.attachments) is not None)
    most, units = (CAPTION_CHANGES, CAPTION_CHANGE_UNITS) if short else (SHOWN_CHANGES, CHANGE_UNITS)
    said = became(post, units)
    told: list[Markup | str] = [said] if said else []
    if post.changes:
        told += [Markup("<b>✏️ ĐÍNH CHÍNH</b>"), *change_lines(post.changes, most, units)]
    return push(view, lines(*told) if told else None, photos=photos, short=short)


def correction_notice(view: PostView) -> Reply:
    """What rings when a meaning changed: an answer to the copy, or a message of its own where none can be changed."""
    post = view.post
    text = lines(
        Markup("<b>✏️ ĐÍNH CHÍNH tin số {}</b>: {}").format(post.number, cut(post.title, 200)),
        *(("", *change_lines(post.changes, SHOWN_CHANGES)) if post.changes else ()),
        "",
        # True of a copy that was edited and of one that cannot be.
        "Xin bà con dùng nội dung đã sửa này."
        if post.audience is Audience.EVERYONE
        else "Xin dùng nội dung đã sửa này.",
    )
    return Reply(text, _read(post))


def withdrawn_copy(view: PostView, why: Said | None) -> Reply:
    """What stands in place of a withdrawn post: its number and the reason, and nothing of what it said."""
    return Reply(
        lines(
            Markup("<b>⛔ ĐÃ THU HỒI tin số {}</b>").format(view.post.number),
            "Tin này không còn hiệu lực, xin đừng làm theo hay chuyển tiếp.",
            f"Lý do: {cut(why.words, WORDS_UNITS)}" if why and why.words else None,
        )
    )


def all_clear(view: PostView, what: Said | None) -> Reply:
    """A word after a post to exactly those who got it: the danger is over, the meeting moved or cancelled."""
    post = view.post
    return Reply(
        lines(
            Markup("<b>✅ {}</b>").format(
                cut(said(what), WORDS_UNITS) if what else "Đã yên, bà con sinh hoạt bình thường."
            ),
            "",
            Markup("<i>Về tin số {}: {}</i>").format(post.number, cut(post.title, 200)),
        ),
        _read(post),
    )


def _read(post: Post) -> ButtonRows:
    return ((buttons.read(post.number),),) if post.number else ()

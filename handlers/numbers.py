"""Post numbers out of what people type: they talk to it as to a person."""

from bot.domain.posts import PostNumber
from bot.domain.text import lower, normalise
from bot.domain.words import fold_words
from bot.errors import InvalidError


def _bare(typed: str) -> str:
    return lower(normalise(typed)).removeprefix("tin").strip()


def number_of(typed: str) -> PostNumber | None:
    """The post whose number is all that was typed: "12", "tin số 12", "CB-3"."""
    return PostNumber.parse(_bare(typed))


def number_in(typed: str) -> PostNumber | None:
    """The post's number in "1", "tin CB-3", "số 1 giúp tôi", "1 đi"."""
    bare = _bare(typed).removeprefix("số").removeprefix("so ").strip()
    words = bare.split()[:3]
    parts = (bare, *(" ".join(words[:count]) for count in (2, 1)))
    return next(filter(None, map(PostNumber.parse, parts)), None)


def number_and_rest(typed: str) -> tuple[PostNumber | None, str]:
    """The post's number that stands first, "12", "tin 12", "CB-3" or "cb 3", and what stands behind it."""
    words = typed.split()
    if len(words) > 1 and fold_words(words[0]) == "tin":
        typed, words = typed.split(maxsplit=1)[1], words[1:]
    for count in (2, 1):
        number = PostNumber.parse(" ".join(words[:count])) if len(words) >= count else None
        if number is not None:
            return number, typed.split(maxsplit=count)[count] if len(words) > count else ""
    return None, typed


def needed(number: PostNumber | None, example: str) -> PostNumber:
    """The number, or InvalidError with an `example` for who forgot it."""
    if number is None:
        raise InvalidError("which-post", example=example)
    return number

"""Public shelves of posts: all, those of a kind, about a topic, or of an area."""

from dataclasses import dataclass
from urllib.parse import quote

from bot.domain.attachments import Attachment, photo_of
from bot.domain.posts import Audience, Kind, Post, PostNumber
from bot.domain.views import Page, PostView
from bot.domain.words import fold_words

KIND_SLUGS = {
    Kind.ANNOUNCEMENT: "thong-bao",
    Kind.MEETING: "hop",
    Kind.REPORT: "bao-cao",
    Kind.RESOLUTION: "nghi-quyet",
    Kind.GUIDE: "huong-dan",
}
LONGEST_SLUG = 70


def slug_of(name: str) -> str:
    """A name as it stands in an address, of a-z, 0-9 and hyphens: "Điện–nước" is "dien-nuoc"; perhaps empty."""
    words = fold_words(name).replace(" ", "-")
    return words if len(words) <= LONGEST_SLUG else words[: LONGEST_SLUG + 1].rpartition("-")[0] or words[:LONGEST_SLUG]


def file_path(number: PostNumber, file: Attachment) -> str:
    """Where a file of a public post stands below the pages, by the name under which it is kept."""
    return f"/tep/{number}/{file.mark}/{quote(file.name, safe='')}"


def photo_address(view: PostView) -> str:
    """Where anybody, a platform too, may fetch the photo that a public post shows; "" for none.

    A post for cadres has none: its files never travel by an address.
    """
    post, photo = view.post, photo_of(view.attachments)
    if photo is None or post.number is None or post.audience is not Audience.EVERYONE or not view.ward.public_url:
        return ""
    return view.ward.public_url + file_path(post.number, photo)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the shelves are called: topics and areas in use, each as (id, name)."""

    topics: tuple[tuple[int, str], ...]
    areas: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a shelf is narrowed to: nothing, or one of a kind, a topic and an area."""

    kind: Kind | None = None
    topic_id: int | None = None
    area_id: int | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on the front page beside the newest posts: what is urgent, and what the shelves are called."""

    urgent: tuple[Post, ...]
    page: Page[Post]
    choices: Choices


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as its page shows it, with the areas it applies to; none means all."""

    view: PostView
    areas: tuple[str, ...]

"""Where the public pages stand: every address of theirs is made here."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from bot.domain.attachments import Attachment
from bot.domain.posts import Kind, Post, PostNumber
from bot.domain.shelf import KIND_SLUGS, file_path, slug_of


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses below one public URL, "https://phuong.vn/loa"; paths begin with its folder, "/loa"."""

    public_url: str

    @property
    def root(self) -> str:
        """The folder of all pages, "" where they have a host of their own."""
        return urlsplit(self.public_url).path

    @property
    def origin(self) -> str:
        """Scheme and host."""
        return self.public_url.removesuffix(self.root)

    def full(self, path: str) -> str:
        """A path with its host, for those who read it elsewhere."""
        return f"{self.origin}{path}"

    def to(self, path: str = "/", **query: str | int) -> str:
        """A page of a fixed name, with what is asked of it."""
        return f"{self.root}{path}" + (f"?{urlencode(query)}" if query else "")

    def post(self, post: Post) -> str:
        """A post's own page, with its title as it reads now."""
        slug = slug_of(post.title)
        return f"{self.root}/tin/{post.number}" + (f"-{slug}" if slug else "")

    def short(self, number: PostNumber | int) -> str:
        """The address of a post that can be typed, which stays whatever becomes of its title."""
        return f"{self.root}/{number}"

    def history(self, number: PostNumber) -> str:
        """What became of a post."""
        return f"{self.root}/tin/{number}/lich-su"

    def qr(self, number: PostNumber) -> str:
        """The square that leads to a post."""
        return f"{self.root}/tin/{number}/qr.svg"

    def sheet(self, number: PostNumber) -> str:
        """A post as one A4 sheet."""
        return f"{self.root}/tin/{number}.pdf"

    def picture(self, post: Post) -> str:
        """What a link to a post shows: another address for each revision, since who shows links asks for it once."""
        return f"{self.root}/tin/{post.number}.png?ban={post.revision}"

    def code(self, code: str) -> str:
        """What stands behind a code."""
        return f"{self.root}/xac-minh/{quote(code, safe='')}"

    def file(self, number: PostNumber, file: Attachment) -> str:
        """A file of a post, by the name under which it is kept."""
        return f"{self.root}{file_path(number, file)}"

    def kind(self, kind: Kind) -> str:
        """The shelf of a kind."""
        return f"{self.root}/loai/{KIND_SLUGS[kind]}"

    def topic(self, name: str) -> str:
        """The shelf of a topic."""
        return f"{self.root}/chu-de/{slug_of(name)}"

    def area(self, name: str) -> str:
        """The shelf of an area."""
        return f"{self.root}/khu-vuc/{slug_of(name)}"

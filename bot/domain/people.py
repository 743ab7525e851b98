"""People and groups: roles, and through whose eyes an answer is given."""

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What a person may do; each role may do all that the smaller ones may."""

    RESIDENT = 0
    CADRE = 1
    WRITER = 2
    APPROVER = 3
    ADMIN = 4

    @property
    def code(self) -> str:
        """The word for tables and commands: resident, cadre, writer, approver, admin."""
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> "Role":
        """Read `code` back; raises KeyError for a word that is no role."""
        return cls[code.upper()]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. In a group the viewer is the group, never more than a resident."""

    person_id: int
    role: Role
    group: bool = False

    @property
    def sees_cadre_posts(self) -> bool:
        """Whether posts for cadres exist at all for this viewer."""
        return self.role >= Role.CADRE and not self.group


@dataclass(frozen=True, slots=True)
class Profile:
    """What is kept about one person, as /privacy shows it."""

    name: str
    role: Role
    subscribed: bool
    topics: tuple[str, ...]
    areas: tuple[str, ...]
    addresses: tuple[str, ...]
    consents: tuple[str, ...]

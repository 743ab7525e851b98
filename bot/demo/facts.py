"""What the try-out's ward has kept since before its first day: guides, a directory, common questions, targets."""

from pathlib import Path

from bot.domain.facts import FactKind
from bot.domain.target_table import typed_grid
from bot.messages.incoming import Incoming
from bot.services import Services
from bot.services.context import context_on
from bot.services.drafts import read_text
from bot.settings import PolicySettings
from bot.ward import Ward

GUIDES = {"1_vneid": "Thủ tục–VNeID", "2_dich_vu_cong": "Thủ tục–VNeID", "3_khong_tien_mat": "Thuế–phí"}
"""The files of the guides, each with its topic; they are the first posts."""
FORMS = {FactKind.CONTACT: "contacts.txt", FactKind.ANSWER: "answers.txt"}
"""The files of the facts, each a form as officials fill it in, with an empty line between two."""

_FOLDER = Path(__file__).parent


def guide_texts() -> dict[str, str]:
    """The guides as they are published, each with its topic."""
    return {(_FOLDER / "guides" / f"{name}.txt").read_text(encoding="utf-8"): topic for name, topic in GUIDES.items()}


def forms_of(kind: FactKind) -> list[str]:
    """The forms of the directory, or of the answers."""
    return (_FOLDER / FORMS[kind]).read_text(encoding="utf-8").strip().split("\n\n")


def targets_table() -> str:
    """Twelve targets of the report's term in invented values, which say so; ten of them are reached, as it states."""
    return (_FOLDER / "targets.txt").read_text(encoding="utf-8")


async def furnish(ward: Ward, writer: Incoming) -> None:
    """Publish the guides and write the facts in the name of a writer, before anybody is there to be told."""
    # At once: there are no seconds to take it back in, and nobody who would agree to it.
    settings = ward.settings.model_copy(update={"undo_seconds": 0, "policy": PolicySettings(report="none")})
    async with ward.database.write() as transaction:
        services = Services.on(context_on(transaction, ward.clock.now(), settings, ward.accounts))
        viewer = await services.people.enter(writer)
        for text, topic in guide_texts().items():
            draft = await services.posts.start(viewer, text, read_text(text), topic=topic)
            await services.publishing.publish(viewer, draft)
        for kind in FORMS:
            for form in forms_of(kind):
                await services.facts.write(viewer, kind, None, form)
        await services.target_edits.write(viewer, typed_grid(targets_table()).rows)

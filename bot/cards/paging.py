"""The buttons that turn pages."""

from bot.domain.views import Page
from bot.messages.message import Button, ButtonRows


def paging(command: str, question: str, page: Page[object]) -> ButtonRows:
    """Buttons to older and newer pages of the same question."""
    # The button's data has room for 64 bytes: a longer question is cut at a word.
    while len(f"{command} {question} @99999".encode()) > 64:
        question = question.rpartition(" ")[0]
    row = []
    if page.offset:
        newer = f"{command} {question} @{max(0, page.offset - page.size)}".replace("  ", " ")
        row.append(Button("‹ Mới hơn", newer, line="Mới hơn"))
    if page.more:
        older = f"{command} {question} @{page.offset + page.size}".replace("  ", " ")
        row.append(Button("Cũ hơn ›", older, line="Cũ hơn"))
    return (tuple(row),) if row else ()

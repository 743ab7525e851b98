"""The buttons that turn pages."""

from bot.domain.views import Page
from bot.messages.message import Button, ButtonRows


def paging(
    command: str, question: str, page: Page[object], *, newer: str = "Mới hơn", older: str = "Cũ hơn"
) -> ButtonRows:
    """Buttons to older and newer pages of the same question, or to what comes before and after."""
    row = []
    if page.offset:
        data = f"{command} {question} @{max(0, page.offset - page.size)}".replace("  ", " ")
        row.append(Button(f"‹ {newer}", data, line=newer))
    if page.more:
        data = f"{command} {question} @{page.offset + page.size}".replace("  ", " ")
        row.append(Button(f"{older} ›", data, line=older))
    return (tuple(row),) if row else ()

"""The ward's own words that mean the same, as admins see them."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards.format import lines
from bot.messages.message import Button, Reply

_BACK = ((Button("Xem lại", "synonyms", typed="từ cùng nghĩa"),),)


def synonyms(groups: Sequence[tuple[int, tuple[str, ...]]]) -> Reply:
    """Every group with the number by which it is taken away, and how one is added."""
    shown = [Markup("<b>{}.</b> {}").format(id_, ", ".join(words)) for id_, words in groups]
    return Reply(
        lines(
            Markup("<b>Từ cùng nghĩa của phường</b>"),
            "Bà con gõ từ nào trong nhóm, bot cũng tìm cả các từ kia. Những từ thông thường bot đã biết sẵn, như "
            "cúp điện và mất điện; ở đây chỉ thêm từ riêng của địa phương.",
            *(("", *shown) if shown else ()),
            "",
            Markup("<b>Thêm, bỏ bằng cách gõ:</b>"),
            "/tucungnghia them lốc xoáy, vòi rồng",
            f"/tucungnghia bo {groups[0][0] if groups else 1}",
        )
    )


def added(words: Sequence[str]) -> Reply:
    """A group was added, or made larger."""
    return Reply(Markup("Đã ghi, từ nay các từ này là một: <b>{}</b>.").format(", ".join(words)), _BACK)


def removed(words: Sequence[str]) -> Reply:
    """A group was taken away."""
    return Reply(Markup("Đã bỏ nhóm từ: <b>{}</b>.").format(", ".join(words)), _BACK)

"""What residents say is wrong in a post, and what officials answer."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import cut, day, lines
from bot.domain.mistakes import Mistake
from bot.domain.posts import Audience, PostNumber
from bot.messages.message import Button, ButtonRows, Reply

TITLE_UNITS = 120
STOP = Button("Thôi", "mistake.stop", typed="hủy")
"""Ends what Báo sai asked."""


def button(number: PostNumber | None) -> Button:
    """Below a post that is read."""
    return Button("✍️ Báo sai", f"mistake {number}", typed=f"báo sai {number}")


def ask_what_is_wrong(number: PostNumber) -> Reply:
    """Asks what is wrong."""
    return Reply(
        Markup("Tin số {} sai chỗ nào? Bà con gõ giúp một câu, ví dụ: đường Lê Lợi, không phải Lê Lai.").format(number),
        ((STOP,),),
    )


def which_is_wrong() -> Reply:
    """Somebody says that a post is wrong, and not which one."""
    return Reply(
        Markup("Dạ, bà con thấy tin nào sai thì gõ: <b>báo sai</b> và số tin, ví dụ: <b>báo sai 12</b>."),
        (buttons.FIXED,),
    )


def mistake_taken(report: Mistake) -> Reply:
    """It was kept, and by when it is answered."""
    return Reply(
        Markup(
            "Cảm ơn bà con. Đã chuyển tới cán bộ của phường, không ai khác thấy. Phường trả lời ngay tại đây, "
            "chậm nhất ngày <b>{}</b>."
        ).format(day(report.due_at))
    )


def mistake_reported(report: Mistake) -> Reply:
    """The author and those who approve are told; who said it they do not learn."""
    return Reply(
        lines(Markup("✍️ <b>Có người báo sai tin số {}</b>: {}").format(report.number, _title(report)), *_told(report)),
        _answer(report),
        protect=_protected(report),
    )


def mistake_due(report: Mistake) -> Reply:
    """It still waits, and is due soon."""
    head = Markup("⏰ <b>Chưa trả lời báo sai tin số {}</b>: {}").format(report.number, _title(report))
    return Reply(lines(head, *_told(report)), _answer(report), protect=_protected(report))


def ask_mistake_answer(report: Mistake) -> Reply:
    """Asks what to answer."""
    return Reply(
        lines(
            Markup("“{}”").format(report.words),
            Markup("Anh/chị trả lời người báo thế nào? Mời gõ câu trả lời."),
        ),
        ((STOP,),),
    )


def mistake_answered(report: Mistake, *, told: bool) -> Reply:
    """To the official: it was answered."""
    how = "Đã gửi câu trả lời tới người báo." if told else "Đã ghi câu trả lời; người báo không nhận được nữa."
    return Reply(Markup("✅ {}").format(how), ((Button("Đính chính", f"correct {report.number}"),),))


def answer_to_reporter(report: Mistake) -> Reply:
    """To whoever reported it."""
    text = lines(
        Markup("✍️ <b>Phường trả lời về tin số {}</b>").format(report.number),
        Markup("Bà con đã báo: “{}”").format(cut(report.words, 200)),
        "",
        report.answer or "",
    )
    return Reply(text, ((buttons.read(report.number),),), protect=_protected(report))


def mistakes(reports: Sequence[Mistake], more: int = 0) -> Reply:
    """What waits for an answer, and how many more that are not shown."""
    if not reports:
        return Reply(Markup("Không có báo sai nào chờ trả lời."))
    entries = [
        lines("", Markup("<b>{}. Tin số {}</b>: {}").format(place, one.number, _title(one)), *_told(one))
        for place, one in enumerate(reports, 1)
    ]
    rows = tuple((Button(f"Trả lời {place}", f"mistake.answer {one.id}"),) for place, one in enumerate(reports, 1))
    head = Markup("<b>Báo sai chờ trả lời</b>")
    rest = [Markup("\n… và {} báo sai nữa").format(more)] if more else []
    return Reply(lines(head, *entries, *rest), rows, protect=any(map(_protected, reports)))


def _title(report: Mistake) -> str:
    return cut(report.title, TITLE_UNITS)


def _told(report: Mistake) -> list[Markup]:
    return [Markup("“{}”").format(report.words), Markup("Hạn trả lời: <b>{}</b>").format(day(report.due_at))]


def _answer(report: Mistake) -> ButtonRows:
    return (
        (Button("Trả lời", f"mistake.answer {report.id}"), Button("Đính chính", f"correct {report.number}")),
        (buttons.read(report.number),),
    )


def _protected(report: Mistake) -> bool:
    return report.number.audience is Audience.CADRES

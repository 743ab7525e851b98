"""How far a push has come: the live line, /status, and the alarm when too much fails."""

from datetime import datetime

from markupsafe import Markup, escape

from bot.cards.format import lines, minute, number
from bot.channels.base import Button, ButtonRows, Reply
from bot.domain.delivery import DispatchState, Progress

REASONS = {
    "blocked": "đã chặn bot",
    "deactivated": "tài khoản không còn",
    "kicked": "nhóm đã mời bot ra",
    "chat-not-found": "không còn cuộc trò chuyện",
    "server-error": "máy chủ của nền tảng báo lỗi",
    "no-connection": "không kết nối được nền tảng",
    "gave-up": "thử nhiều lần không được",
    "no-answer": "nền tảng không trả lời",
}
STATES = {
    DispatchState.RUNNING: "đang gửi",
    DispatchState.PAUSED: "đang tạm dừng",
    DispatchState.CANCELLED: "đã hủy gửi",
    DispatchState.DONE: "đã gửi xong",
}
NOTES = {
    "too-many-failures": "bot tự dừng vì lỗi quá nhiều",
    "restored": "dừng vì dữ liệu vừa được khôi phục; có người có thể đã nhận rồi",
}


def progress(state: Progress) -> Reply:
    """The live line of a push, for the official who published it."""
    parts = [f"Đã gửi {number(state.sent)}/{number(state.total)}"]
    parts += [f"lỗi {number(state.failed)}"] if state.failed else []
    parts += [f"chưa chắc đã đến {number(state.uncertain)}"] if state.uncertain else []
    parts += [f"không gửi nữa {number(state.cancelled)}"] if state.cancelled else []
    if state.total == 0:
        text = f"Tin số {state.number}: chưa có ai đăng ký nhận loại tin này. Ai cũng xem được bằng chữ: tin mới"
    elif state.state is DispatchState.DONE:
        text = f"✅ Tin số {state.number}: {' · '.join(parts)} · xong"
    elif state.state is DispatchState.PAUSED:
        text = f"⏸ Tin số {state.number}: {' · '.join(parts)} · đang tạm dừng"
    elif state.state is DispatchState.CANCELLED:
        text = f"⏹ Tin số {state.number}: {' · '.join(parts)} · đã hủy gửi"
    else:
        text = f"⏳ Tin số {state.number}: {' · '.join(parts)}"
    return Reply(escape(text), slot=state.slot)


def status(state: Progress) -> Reply:
    """Everything about one push in plain words, with what can be done now."""
    note = NOTES.get(state.note or "")
    failures = [f"   – {REASONS.get(reason, 'lỗi khác')}: {number(rows)}" for reason, rows in _grouped(state)]
    return Reply(
        lines(
            Markup("<b>Tin số {}</b>: {}").format(state.number, STATES[state.state]) + (f" ({note})" if note else ""),
            "",
            f"• Đã gửi: {number(state.sent)}/{number(state.total)}",
            f"• Đang chờ: {number(state.waiting)}" if state.waiting else None,
            f"• Không gửi được: {number(state.failed)}" if state.failed else None,
            *failures,
            f"• Chưa chắc đã đến: {number(state.uncertain)}" if state.uncertain else None,
            f"• Không gửi nữa: {number(state.cancelled)}" if state.cancelled else None,
            f"• Có thể nhận hai lần: {number(state.repeated)}" if state.repeated else None,
            "",
            *_times(state),
        ),
        _buttons(state),
    )


def _grouped(state: Progress) -> list[tuple[str, int]]:
    """Reasons with their rows; those without words of their own together, last."""
    known = [(reason, rows) for reason, rows in state.reasons if reason in REASONS]
    other = sum(rows for reason, rows in state.reasons if reason not in REASONS)
    return [*known, *([("other", other)] if other else [])]


def _times(state: Progress) -> list[str]:
    def clock(moment: datetime | None) -> str:
        return minute(moment) if moment else "chưa rõ"

    times = [f"Bắt đầu: {clock(state.created_at)}", f"Dự kiến xong: {clock(state.promised_at)}"]
    if state.finished_at:
        times.append(f"Xong lúc: {clock(state.finished_at)}")
    return times


def _buttons(state: Progress) -> ButtonRows:
    name = state.number
    row: list[Button] = []
    if state.state is DispatchState.RUNNING:
        row = [Button("Tạm dừng", f"pause {name}"), Button("Hủy gửi", f"cancel.ask {name}")]
    elif state.state is DispatchState.PAUSED:
        row = [Button("Gửi tiếp", f"resume {name}"), Button("Hủy gửi", f"cancel.ask {name}")]
    elif state.failed and state.state is DispatchState.DONE:
        row = [Button("Gửi lại cho người bị lỗi", f"resend {name}")]
    return (tuple(row), (Button("Xem lại", f"status {name}"),)) if row else ((Button("Xem lại", f"status {name}"),),)


def ask_cancel(number_text: str, waiting: int) -> Reply:
    """Ending a push asks once: it cannot be taken up again."""
    return Reply(
        Markup("Hủy gửi tin số {} cho <b>{} người</b> chưa nhận? Việc này không làm lại được.").format(
            number_text, number(waiting)
        ),
        ((Button("Hủy gửi", f"cancel {number_text}"), Button("Giữ nguyên", f"status {number_text}")),),
    )


def failure_alarm(state: Progress) -> Reply:
    """Said once to the official and the admins, when too much of a push fails."""
    reasons = ", ".join(f"{REASONS.get(reason, 'lỗi khác')} ({number(rows)})" for reason, rows in _grouped(state)[:3])
    return Reply(
        Markup(
            "⚠️ <b>Tin số {} đã tạm dừng</b> vì nhiều người chưa nhận được: {}. "
            "Đã gửi {}/{}. Khi đã rõ nguyên nhân, bấm <b>Gửi tiếp</b>."
        ).format(state.number, reasons or "chưa rõ lý do", number(state.sent), number(state.total)),
        ((Button("Gửi tiếp", f"resume {state.number}"), Button("Xem chi tiết", f"status {state.number}")),),
    )


def ask_stars(post_id: int, seal: int, stars: int) -> Reply:
    """An admin is asked whether to pay for a fast push."""
    return Reply(
        Markup("Gửi nhanh tin này tốn khoảng <b>{} Sao Telegram</b>. Quản trị đồng ý chi?").format(number(stars)),
        ((Button(f"Đồng ý chi {number(stars)} Sao", f"post.pay {post_id} {seal}"),),),
    )


def stars_asked(stars: int) -> Reply:
    """The writer is told that admins were asked."""
    return Reply(
        Markup("Tin này tốn khoảng <b>{} Sao Telegram</b> nên cần quản trị đồng ý. Đã hỏi các quản trị.").format(
            number(stars)
        )
    )

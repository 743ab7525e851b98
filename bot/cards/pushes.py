"""How far a push and its changes have come: the live line, /status, and the alarm when too much fails."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from bot.cards import buttons
from bot.cards.corrections import after_publishing
from bot.cards.counts import PUSH, WORDS, twins
from bot.cards.format import first_up, lines, minute, number
from bot.cards.names import NOTES, REASONS
from bot.domain.delivery import MENDS, Aired, DeliveryState, DispatchKind, DispatchState, Progress
from bot.domain.posts import Post
from bot.messages.message import Button, ButtonRows, Reply


def progress(state: Progress) -> Reply:
    """The live line of one dispatch, for the official who began it; its last form is the final count."""
    words = WORDS[state.kind]
    parts = [f"{first_up(words.done)} {number(state.sent)}/{number(state.total)}"]
    if words is PUSH:
        parts += [f"lỗi {number(state.failed)}"] if state.failed else []
    else:
        parts += [f"{number(rows)} {REASONS.get(reason, 'lỗi khác')}" for reason, rows in _grouped(state)]
    parts += [f"chưa chắc đã đến {number(state.uncertain)}"] if state.uncertain else []
    parts += [f"không gửi nữa {number(state.cancelled)}"] if state.cancelled else []
    parts += [f"{number(state.held)} người chờ đến giờ của họ"] if state.held else []
    parts += [twins(state.twins)] if state.twins else []
    aired = [_aired(one, words.done) for one in state.aired]
    parts += aired
    if state.total == 0 and aired:
        nobody = ["chưa có ai đăng ký nhận loại tin này"] if words is PUSH else []
        text = f"Tin số {state.number}: {'; '.join([*nobody, *aired])}"
    elif state.total == 0:
        text = f"Tin số {state.number}: {words.nobody}" + (f". {first_up(twins(state.twins))}" if state.twins else "")
    elif state.state is DispatchState.DONE:
        text = f"✅ Tin số {state.number}: {' · '.join(parts)} · xong"
    elif state.state is DispatchState.HELD:
        text = f"🕗 Tin số {state.number}: {' · '.join(parts)}"
    elif state.state is DispatchState.PAUSED:
        text = f"⏸ Tin số {state.number}: {' · '.join(parts)} · đang tạm dừng"
    elif state.state is DispatchState.CANCELLED:
        text = f"⏹ Tin số {state.number}: {' · '.join(parts)} · {words.ended}"
    else:
        text = f"⏳ Tin số {state.number}: {' · '.join(parts)}"
    passing = state.total > 0 and state.state is DispatchState.RUNNING
    return Reply(escape(text), slot=state.slot, passing=passing)


def status(states: Sequence[Progress], post: Post | None = None, *, aside: int = 0) -> Reply:
    """Everything about a post's push and its changes in plain words, with what can be done now, with the `post` too.

    `aside` are people's messages that the bot cannot handle, whatever they are about.
    """
    told = [state for state in states if not _needless(state)]
    after = after_publishing(post) if post else ()
    parts = [*map(_status, told), *([_set_aside(aside)] if aside else [])]
    return Reply(Markup("\n\n").join(parts), (*_buttons(states), *after))


def _set_aside(count: int) -> Markup:
    return Markup(
        "⚠️ Trong 30 ngày qua có {} tin nhắn gửi tới mà bot không xử lý được. "
        "Người gửi đã được báo; xin báo giúp người phụ trách máy."
    ).format(number(count))


def _needless(state: Progress) -> bool:
    """Whether there is nothing to tell of a dispatch beside that of the post itself.

    Such is a change where no copy can be changed; and what takes away the messages beside the copies, unless it is not
    as it should be: people are counted by their copies.
    """
    done = state.state is DispatchState.DONE
    if state.kind is DispatchKind.SWEEP:
        return done and state.sent == state.total
    return state.kind is DispatchKind.EDIT and done and state.total == 0 and not state.aired


def _status(state: Progress) -> Markup:
    words, note = WORDS[state.kind], NOTES.get(state.note or "")
    name = f"Tin số {state.number}" + (f" · {words.name}" if words.name else "")
    failures = [f"   – {REASONS.get(reason, 'lỗi khác')}: {number(rows)}" for reason, rows in _grouped(state)]
    stopped = [f"   – {REASONS[reason]}: {number(rows)}" for reason, rows in state.stopped if reason in REASONS]
    twice = state.repeated if state.kind not in MENDS else 0
    return lines(
        Markup("<b>{}</b>: {}").format(name, words.state(state.state)) + (f" ({note})" if note else ""),
        "",
        f"• {first_up(words.done)}: {number(state.sent)}/{number(state.total)}",
        f"• Đang chờ: {number(state.waiting)}" if state.waiting else None,
        f"• Chờ đến giờ của họ (sáng mai, hoặc giờ gộp tin họ chọn): {number(state.held)}" if state.held else None,
        f"• Không {words.done.removeprefix('đã ')} được: {number(state.failed)}" if state.failed else None,
        *failures,
        f"• Chưa chắc đã đến: {number(state.uncertain)}" if state.uncertain else None,
        f"• Không {words.done.removeprefix('đã ')} nữa: {number(state.cancelled)}" if state.cancelled else None,
        *(stopped if words is not PUSH else ()),
        f"• Có thể nhận hai lần: {number(twice)}" if twice else None,
        f"• {first_up(twins(state.twins))}" if state.twins else None,
        *(f"• {first_up(_aired(one, words.done))}" for one in state.aired),
        "",
        *_times(state),
    )


def _aired(one: Aired, done: str) -> str:
    """What became of it in a channel, which nobody counts."""
    if one.lost:
        return f"kênh “{one.name}”: bot không còn quyền đăng"
    why = f" ({REASONS[one.error]})" if one.error in REASONS else ""
    twice = ", có thể hai bản" if one.tried else ""
    said = {
        DeliveryState.SENT: f"{done}{twice}",
        DeliveryState.FAILED: f"không {done.removeprefix('đã ')} được{why}",
        DeliveryState.UNCERTAIN: "chưa chắc đã đến",
        DeliveryState.CANCELLED: f"không {done.removeprefix('đã ')} nữa{why}",
    }
    return f"kênh “{one.name}”: {said.get(one.state, 'đang chờ')}"


def _grouped(state: Progress) -> list[tuple[str, int]]:
    """Reasons with their rows; those without words of their own together, last."""
    known = [(reason, rows) for reason, rows in state.reasons if reason in REASONS]
    other = sum(rows for reason, rows in state.reasons if reason not in REASONS)
    return [*known, *([("other", other)] if other else [])]


def _times(state: Progress) -> list[str]:
    times = [f"Bắt đầu: {minute(state.created_at)}"]
    promised = state.promised_at if state.state in (DispatchState.RUNNING, DispatchState.PAUSED) else None
    times += [f"Dự kiến xong: {minute(promised)}"] if promised else []
    times += [f"Xong lúc: {minute(state.finished_at)}"] if state.finished_at else []
    return times


def _buttons(states: Sequence[Progress]) -> ButtonRows:
    name = states[0].number
    found = {state.state for state in states}
    row: list[Button] = []
    if found & {DispatchState.RUNNING, DispatchState.HELD}:
        row.append(Button("Tạm dừng", f"pause {name}", typed=f"tạm dừng {name}"))
    if DispatchState.PAUSED in found:
        row.append(Button("Gửi tiếp", f"resume {name}", typed=f"tiếp tục {name}"))
    if row:
        row.append(Button("Hủy gửi", f"cancel.ask {name}"))
    elif any(_failed(state) and state.state is DispatchState.DONE for state in states):
        row = [Button("Gửi lại cho người bị lỗi", f"resend {name}", typed=f"gửi lại {name}")]
    return (tuple(row), (buttons.status(name, "Xem lại"),)) if row else ((buttons.status(name, "Xem lại"),),)


def _failed(state: Progress) -> bool:
    return state.failed > 0 or any(one.state is DeliveryState.FAILED for one in state.aired)


def ask_cancel(states: Sequence[Progress]) -> Reply:
    """Ending what is under way asks once: it cannot be taken up again."""
    name = states[0].number
    unsent = sum(state.waiting + state.held for state in states if WORDS[state.kind] is PUSH)
    old = max((state.waiting for state in states if state.kind in MENDS), default=0)
    asked = Markup("Hủy gửi tin số {} cho <b>{} người</b> chưa nhận?").format(name, number(unsent))
    if old:
        kept = Markup("<b>{} người</b> sẽ vẫn giữ nội dung cũ.").format(number(old))
        asked = asked + " " + kept if unsent else Markup("Dừng sửa tin số {}? {}").format(name, kept)
    return Reply(
        asked + " Việc này không làm lại được.",
        ((Button("Hủy gửi", f"cancel {name}", typed=f"hủy gửi {name}"), Button("Giữ nguyên", f"status {name}")),),
    )


def failure_alarm(state: Progress) -> Reply:
    """Said once to the official and the admins, when too much of a push or a change fails."""
    words = WORDS[state.kind]
    what = f"{words.name}: tin số {state.number}" if words.name else f"Tin số {state.number}"
    reasons = ", ".join(f"{REASONS.get(reason, 'lỗi khác')} ({number(rows)})" for reason, rows in _grouped(state)[:3])
    return Reply(
        Markup(
            "⚠️ <b>{} đã tạm dừng</b> vì nhiều người chưa nhận được: {}. "
            "{} {}/{}. Khi đã rõ nguyên nhân, <k>bấm|chọn</k> <b>Gửi tiếp</b>."
        ).format(what, reasons or "chưa rõ lý do", first_up(words.done), number(state.sent), number(state.total)),
        (
            (
                Button("Gửi tiếp", f"resume {state.number}", typed=f"tiếp tục {state.number}"),
                buttons.status(state.number, "Xem chi tiết"),
            ),
        ),
    )


def ask_stars(post_id: int, seal: int, stars: int) -> Reply:
    """An admin is asked whether to pay for a fast push."""
    return Reply(
        Markup("Gửi nhanh tin này tốn khoảng <b>{} Sao Telegram</b>. Quản trị đồng ý chi?").format(number(stars)),
        ((Button(f"Đồng ý chi {number(stars)} Sao", f"post.pay {post_id} {seal}", final="đồng ý chi"),),),
    )


def stars_asked(stars: int) -> Reply:
    """The writer is told that admins were asked."""
    return Reply(
        Markup("Tin này tốn khoảng <b>{} Sao Telegram</b> nên cần quản trị đồng ý. Đã hỏi các quản trị.").format(
            number(stars)
        )
    )

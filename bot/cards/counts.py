"""How far a push has come, in words and numbers."""

from dataclasses import dataclass

from bot.cards.format import number
from bot.cards.names import REASONS
from bot.domain.delivery import DispatchKind, DispatchState
from bot.domain.history import Reached


@dataclass(frozen=True, slots=True)
class _Words:
    """How one kind of dispatch is spoken of; `nobody` when there was no one to do it for."""

    name: str
    running: str
    done: str
    ended: str
    nobody: str

    def state(self, state: DispatchState) -> str:
        """Where it stands."""
        return {
            DispatchState.RUNNING: self.running,
            DispatchState.HELD: f"{self.done}, còn người chờ đến giờ",
            DispatchState.PAUSED: "đang tạm dừng",
            DispatchState.CANCELLED: self.ended,
            DispatchState.DONE: f"{self.done} xong",
        }[state]


PUSH = _Words(
    "",
    "đang gửi",
    "đã gửi",
    "đã hủy gửi",
    "chưa có ai đăng ký nhận loại tin này. Ai cũng xem được bằng chữ: tin mới",
)
WORDS = {
    DispatchKind.NEW: PUSH,
    DispatchKind.SAMPLE: PUSH,
    DispatchKind.DIGEST: PUSH,
    DispatchKind.REMINDER: PUSH,
    DispatchKind.EDIT: _Words(
        "Sửa tin đã gửi",
        "đang sửa",
        "đã sửa",
        "đã ngừng sửa",
        "không có tin cũ nào sửa lại được ở máy người nhận; ai xem lại thì thấy bản mới",
    ),
    DispatchKind.NOTICE: _Words(
        "Báo đính chính", "đang báo", "đã báo", "đã ngừng báo", "chưa ai nhận bản cũ nên không phải báo đính chính"
    ),
    DispatchKind.WITHDRAWAL: _Words(
        "Thu hồi", "đang thu hồi", "đã thu hồi", "đã ngừng thu hồi", "chưa ai nhận nên không phải thu hồi tin nào"
    ),
    DispatchKind.SWEEP: _Words(
        "Thu hồi tin báo kèm theo",
        "đang thu hồi",
        "đã thu hồi",
        "đã ngừng thu hồi",
        "không có tin báo nào phải thu hồi",
    ),
    DispatchKind.RECALL: _Words(
        "Báo thu hồi", "đang báo", "đã báo", "đã ngừng báo", "không có ai phải báo là tin đã thu hồi"
    ),
    DispatchKind.ALL_CLEAR: _Words(
        "Báo tiếp", "đang báo", "đã báo", "đã ngừng báo", "chưa ai nhận tin trước nên không phải báo ai"
    ),
}


def reached(count: Reached) -> str:
    """The final count of a dispatch as everybody may read it: "đã sửa 4.771/4.812; 41 đã chặn bot"."""
    done = WORDS[count.kind].done
    parts = [f"{done} {number(count.sent)}/{number(count.total)}"] if count.total else []
    parts += [f"{number(count.blocked)} {REASONS['blocked']}"] if count.blocked else []
    parts += [f"{number(count.missed)} chưa {done.removeprefix('đã ')} được"] if count.missed else []
    parts += [twins(count.twins)] if count.twins else []
    return "; ".join(parts)


def twins(people: int) -> str:
    """Of copies that may stand somewhere and that nothing can change."""
    return f"{number(people)} người có thể còn giữ một bản cũ"

"""Three sentences of the ward's own that say the most, headline figures first."""

import re
from collections import Counter

from bot.domain.posts import Kind
from bot.reading.figures.figures import Placed
from bot.reading.grammar.text import Text, word_set

_MOST = 200  # sentences ranked: the similarities of all pairs are quadratic
_CHOSEN = 3
_SHORT, _LONG = 30, 600
_DAMPING = 0.85
_ROUNDS = 15
_WORD = re.compile(r"[^\W\d_]{2,}")
_EMPTY = word_set(
    """và của các là cho với trong được đã để tại đến do theo về trên vào có không sẽ này những một như cùng từ"""
)
# What stands about a text and is none of it.
_HEAD = re.compile(
    r"\W*(?:căn cứ|kính gửi|nơi nhận|số\s*:|v/v|cộng hòa xã hội|độc lập|đăng (?:lúc|ngày|bởi|tải)|ngày (?:đăng|"
    r"cập nhật|"
    r"tạo|viết)|cập nhật|lượt xem|số lượt|tác giả|nguồn|tin,? bài|tin, ảnh|bài, ảnh|bài và ảnh|tin và ảnh|ảnh|hình|"
    r"chú thích|kèm theo|gửi kèm|đính kèm|trang \d|tm\.|kt\.|tl\.|mã thủ tục|trân trọng|xin (?:chân thành )?cảm ơn|"
    r"chia sẻ|in trang|quay lại|tin liên quan|xem thêm|\(đã ký|lưu\s*:|như trên|\d{1,2}:\d\d|thứ \w+,? (?:ngày )?\d)"
)
_CONTACT = re.compile(
    r"(?<!\w)(?:sđt|đt|điện thoại|hotline|đường dây nóng|số máy|zalo|email|e-mail|website|fanpage|https?)(?!\w)|"
    r"(?<!\d)(?:\+84|0)\d{1,3}[ .\-]?\d{3}[ .\-]?\d{3,4}(?!\d)"
)
_DATELINE = re.compile(
    r"[^,\n]{2,40},? ?ngày\s*(?:\d{1,2}|[.…]+)?\s*tháng\s*(?:\d{1,2}|[.…]+)?\s*năm\s*(?:\d{4}|[\d.…]+)?\W*\Z"
)
# What people are asked to do.
_MUST = re.compile(
    r"(?:đề nghị|yêu cầu|khuyến cáo|kêu gọi|kính mời|trân trọng mời)(?!\w)|(?<!\w)(?:vui lòng|mang theo|xin mời)(?!\w)|"
    r"(?:bà con|người dân|nhân dân|các hộ|hộ gia đình|hộ dân|công dân|phụ huynh|tổ chức, cá nhân|hộ kinh doanh)"
    r"(?: [^\W\d_]+){0,6} (?:cần|phải|hãy|nên|chủ động|mang|đến|tự|lưu ý|nộp|đăng ký|không được)(?!\w)"
)
_SAME = 0.7  # of the words of the shorter of two sentences
_FIGURE_WORTH = 0.35  # of a sentence's rank, for the first figures in it
_LEAD_WORTH = 0.5
_LEANS_WORTH = 0.3
_LEANS = re.compile(r"\W*(?:trong đó|theo đó|đồng thời|ngoài ra|dịp này|bên cạnh đó|qua đó|tuy nhiên)(?!\w)")


def summary_of(
    text: Text, spans: list[tuple[int, int]], placed: list[Placed], body: int, kind: Kind
) -> tuple[str, ...]:
    """Choose up to three sentences after the title by TextRank, raised by the figures in them, in the text's order.

    Of a notice or a guide the sentence that says what people must do comes first. Letterheads, datelines, addressees,
    contacts and captions are never chosen, nor two sentences that say nearly the same. Only the first 200 sentences
    are ranked; each chosen one is an exact piece of the text.
    """
    told = [s for s in spans[: _MOST + 5] if s[0] >= body - 1 and s[1] - s[0] <= _LONG and _says(text, s)]
    candidates = [s for s in told if s[1] - s[0] >= _SHORT][:_MOST] or told[:_MOST]
    if not candidates:
        candidates = [s for s in spans[:_MOST] if s[0] >= body - 1 and s[1] - s[0] <= _LONG][:_MOST] or spans[:1]
    bags = [frozenset(_WORD.findall(text.low[start:end])) - _EMPTY for start, end in candidates]
    ranks = _rank(bags)
    counts = _counts(candidates, [p.start for p in placed])
    best = max(ranks, default=1.0) or 1.0
    points = [
        rank / best
        + _FIGURE_WORTH * min(count, 4)
        + (_LEAD_WORTH if index == 0 else 0)
        - (_LEANS_WORTH if _LEANS.match(text.low, candidates[index][0]) else 0)
        for index, (rank, count) in enumerate(zip(ranks, counts, strict=True))
    ]
    order = sorted(range(len(candidates)), key=lambda i: (-points[i], i))
    first = None
    if kind in {Kind.ANNOUNCEMENT, Kind.GUIDE}:
        first = next((i for i in order if _MUST.search(text.low, *candidates[i])), None)
    chosen: list[int] = [] if first is None else [first]
    for i in order:
        if len(chosen) == _CHOSEN:
            break
        if i not in chosen and not any(_alike(bags[i], bags[other]) for other in chosen):
            chosen.append(i)
    chosen.sort(key=lambda i: (i != first, i))
    return tuple(quote for i in chosen if (quote := text.quote(*candidates[i])))


def _says(text: Text, span: tuple[int, int]) -> bool:
    """Tell a sentence of prose from a letterhead, a posting line, an addressee, a contact and a caption."""
    piece = text.clean[span[0] : span[1]].strip()
    if "\t" in piece or "|" in piece or piece.isupper():
        return False
    low = text.low[span[0] : span[1]].strip()
    return not (_HEAD.match(low) or _CONTACT.search(low) or _DATELINE.match(low))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > _SAME * min(len(one), len(other))


def _counts(candidates: list[tuple[int, int]], starts: list[int]) -> list[int]:
    counts = []
    at = 0
    for start, end in candidates:
        while at < len(starts) and starts[at] < start:
            at += 1
        first = at
        while at < len(starts) and starts[at] < end:
            at += 1
        counts.append(at - first)
    return counts


def _rank(bags: list[frozenset[str]]) -> list[float]:
    common = Counter(word for bag in bags for word in bag)
    weight = {word: 1.0 / count for word, count in common.items() if count > 1}
    links: list[dict[int, float]] = [{} for _ in bags]
    for i, one in enumerate(bags):
        for j in range(i):
            shared = one & bags[j]
            strength = sum(weight[word] for word in shared) if shared else 0.0
            if strength:
                links[i][j] = links[j][i] = strength / (len(one) + len(bags[j]))
    total = [sum(link.values()) for link in links]
    ranks = [1.0] * len(bags)
    for _ in range(_ROUNDS):
        ranks = [
            1 - _DAMPING + _DAMPING * sum(ranks[j] * strength / total[j] for j, strength in link.items())
            for link in links
        ]
    return ranks

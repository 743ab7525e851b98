"""The score on whole texts that this file writes itself: today's result is the floor."""

from dataclasses import dataclass, field

from bot.reading.reader import read, to_json

Fact = tuple[float, str, float | None, bool]


@dataclass(frozen=True)
class Example:
    text: str
    kind: str
    date: str | None
    facts: list[Fact]
    warnings: list[str] = field(default_factory=list)
    tally: dict[str, int] | None = None


EXAMPLES = [
    Example(
        "Phường Bình Phú sơ kết 6 tháng đầu năm\n\n"
        "Chiều 30-6-2026, Đảng ủy phường Bình Phú tổ chức hội nghị sơ kết công tác 6 tháng đầu năm. "
        "Tổng thu ngân sách đạt 87,9 tỷ đồng, đạt 58,6% dự toán, tăng 12,3% so với cùng kỳ. "
        "Phường trao 1.250 phần quà với tổng kinh phí 875 triệu đồng; "
        "giới thiệu việc làm cho 320/500 lao động, đạt 64%. "
        "Kết quả, có 12/18 chỉ tiêu đạt và vượt tiến độ.\n"
        "Hội nghị đề ra: thu ngân sách cả năm đạt 150 tỷ đồng, xóa 10 căn nhà tạm.",
        "meeting",
        "2026-06-30",
        [
            (87_900_000_000, "đồng", None, False),
            (58.6, "%", None, False),
            (12.3, "%", None, False),
            (1250, "phần quà", None, False),
            (875_000_000, "đồng", None, False),
            (320, "lao động", 500, False),
            (64, "%", None, False),
            (12, "chỉ tiêu", 18, False),
            (150_000_000_000, "đồng", None, True),
            (10, "căn nhà", None, True),
        ],
        tally={"met": 12, "total": 18},
    ),
    Example(
        "UBND PHƯỜNG BÌNH PHÚ\nSố:      /BC-UBND\nBình Phú, ngày 28 tháng 6 năm 2026\n\nBÁO CÁO\n"
        "Công tác an sinh xã hội\n\n"
        "Thực hiện Kế hoạch số 01/KH-UBND ngày 02/01/2026, phường báo cáo:\n"
        "1. Toàn phường còn 45 hộ nghèo (0,9%) và 78 hộ cận nghèo (1,56%).\n"
        "2. Tiêm chủng cho 185/190 trẻ, đạt 93%.\n"
        "3. Trao tổng 120 suất học bổng: 70 suất cho học sinh nghèo, 40 suất cho học sinh khuyết tật.\n"
        "4. Vận động Quỹ 36,5 triệu đồng.",
        "report",
        "2026-06-28",
        [
            (45, "hộ", None, False),
            (0.9, "%", None, False),
            (78, "hộ", None, False),
            (1.56, "%", None, False),
            (185, "trẻ", 190, False),
            (93, "%", None, False),
            (120, "suất học bổng", None, False),
            (70, "suất", None, False),
            (40, "suất", None, False),
            (36_500_000, "đồng", None, False),
        ],
        warnings=["blank-number", "rate-mismatch", "sum-mismatch"],
    ),
    Example(
        "📢 THÔNG BÁO LỊCH CÚP NƯỚC\n\nĐể đấu nối ống D300, tạm ngừng cấp nước khóm 1, khóm 2 và hẻm 47/3.\n"
        "⏰ Thời gian: từ 22h00 ngày 12/9/2026 đến 05h00 ngày 13/9/2026\n☎ Liên hệ: 0296.3841.234 (24/24 giờ)",
        "announcement",
        "2026-09-12",
        [],
    ),
    Example(
        "NGHỊ QUYẾT\nVề nhiệm vụ năm 2027\n\nĐiều 1. Thông qua các chỉ tiêu chủ yếu năm 2027:\n"
        "1. Thu ngân sách đạt 165 tỷ đồng.\n2. Giảm tỷ lệ hộ nghèo xuống dưới 0,3%.\n3. Hoàn thành 3-4 km đường.\n",
        "resolution",
        None,
        [(165_000_000_000, "đồng", None, True), (0.3, "%", None, True), (3, "km", None, True), (4, "km", None, True)],
    ),
]


def facts_of(shown: dict[str, object]) -> list[Fact]:
    figures = shown["figures"]
    assert isinstance(figures, list)
    return [(f["value"], f["unit"], f["of"], f["is_target"]) for f in figures]


def test_figures_and_targets_stay_at_the_floor() -> None:
    hits = wanted = given = 0
    for example in EXAMPLES:
        facts = facts_of(to_json(read(example.text)))
        hits += sum(fact in facts for fact in example.facts)
        wanted += len(example.facts)
        given += len(facts)
    assert 2 * hits / (wanted + given) >= 0.99


def test_heads_tallies_and_doubts_stay_at_the_floor() -> None:
    for example in EXAMPLES:
        reading = read(example.text)
        shown = to_json(reading)
        assert (shown["kind"], shown["date"]) == (example.kind, example.date)
        assert shown["targets_summary"] == example.tally
        assert sorted(w.code.value for w in reading.warnings) == example.warnings

"""The seed of the project, read whole."""

from decimal import Decimal
from pathlib import Path

from bot.domain.figures import Tally
from bot.domain.posts import Kind
from bot.reading.reader import read, to_json

SEED = (Path(__file__).parents[3] / "bot" / "demo" / "my_binh.txt").read_text(encoding="utf-8")


def test_the_seeds_head_is_read() -> None:
    reading = read(SEED)
    assert reading.kind is Kind.MEETING
    assert reading.title == SEED.splitlines()[0]
    assert reading.organisation == "BTV Đảng ủy phường Mỹ Bình"
    assert (reading.date, reading.date_as_written) == (None, "Sáng ngày 08-7")
    assert reading.chair_or_guests == ("Võ Thiện Hảo - Phó Bí thư Thường trực Thành uỷ",)
    assert reading.tally == Tally(10, 12)


def test_the_seeds_twelve_figures_are_read() -> None:
    figures = read(SEED).figures
    assert [(f.value, f.unit, f.of) for f in figures] == [
        (10, "chỉ tiêu", 12),
        (Decimal("103.9"), "%", None),
        (Decimal("87.8"), "%", None),
        (2_600_000_000, "đồng", None),
        (7950, "lượt hộ", None),
        (9, "căn nhà", None),
        (13, "căn nhà", None),
        (2, "căn nhà", None),
        (3, "chi bộ", 14),
        (12, "chi bộ", 14),
        (5, "tập thể", None),
        (10, "cá nhân", None),
    ]
    assert all(figure.quote in SEED for figure in figures)
    assert not any(figure.is_target for figure in figures)
    assert [f.period for f in figures[1:3]] == ["2022", "6 tháng đầu năm 2023"]
    assert [f.comparison for f in figures[:3]] == ["đạt", "đạt", "đạt"]


def test_the_seed_raises_exactly_its_four_real_doubts() -> None:
    assert [w.code.value for w in read(SEED).warnings] == [
        "parts-exceed-total",
        "missing-year",
        "damaged-term",
        "repeated-word",
    ]


def test_the_seeds_summary_is_three_of_its_own_sentences() -> None:
    summary = read(SEED).summary
    assert len(summary) == 3
    assert all(sentence in SEED for sentence in summary)
    assert any("10/12 chỉ tiêu" in sentence for sentence in summary)


def test_the_printed_object_has_the_fields_of_the_corpus() -> None:
    shown = to_json(read(SEED))
    assert list(shown) == [
        "kind",
        "title",
        "date",
        "date_as_written",
        "organisation",
        "place",
        "chair_or_guests",
        "starts_at",
        "ends_at",
        "figures",
        "targets_summary",
        "warnings",
    ]
    assert shown["targets_summary"] == {"met": 10, "total": 12}

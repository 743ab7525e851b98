"""Every card has a golden file, and every golden file is one of a scene.

A card is every public function of bot/cards that makes messages. A new one needs a scene, in one of the files beside
this, that shows it in a block `with stage.card(…):` of its name; then LOA_GOLDEN=write uv run pytest tests/golden.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.golden.book import FOLDER, WRITES, card_of
from tests.golden.watched import all_cards

SET = FOLDER / "full"
pytestmark = pytest.mark.skipif(WRITES, reason="what is being written is looked at in the next run")


def test_every_card_has_a_golden_file() -> None:
    covered = {card_of(path.stem) for path in SET.glob("*.txt")}
    missing = sorted(all_cards().keys() - covered)
    assert not missing, f"no scene shows: {', '.join(missing)}"


def test_every_golden_file_is_that_of_a_card_and_of_one_scene() -> None:
    there = {path.stem for path in SET.glob("*.txt")}
    scenes = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = Counter(re.findall(r'stage\.(?:card|page)\("([\w\'-]+)"\)', scenes))
    assert sorted(there - named.keys()) == [], "no scene writes these: they may go"
    assert sorted(named.keys() - there) == [], "not recorded yet: LOA_GOLDEN=write uv run pytest tests/golden"
    assert not [name for name, count in named.items() if count > 1], "two scenes write these"

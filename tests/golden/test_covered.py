"""Every card has a golden file in each set, and every golden file is one of a scene.

A card is every public function of bot/cards that makes messages. A new one needs a scene, in one of the files beside
this, that shows it in a block `with stage.card(…):` of its name; then LOA_GOLDEN=write uv run pytest tests/golden.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.golden.book import FOLDER, WRITES, card_of
from tests.golden.watched import all_cards

NEVER_BARE = {
    # Nobody can send a file there, and none can be sent.
    "ask_alt",
    "ask_sheet",
    "calendar_file",
    "caption_left",
    "draft_files",
    "file",
    "pages_unread",
    "privacy_file",
    "received",
    "receiving",
    "target_file",
    "target_template",
    # Nothing that was sent changes there.
    "collected_enough",
    "preview_below",
    "told_out",
    # There are no buttons; "hủy" is typed, and answered as everywhere.
    "collecting_stopped",
    "stale_button",
    "targets_stopped",
    # The post is read by its number, and nothing stands bold.
    "figure_in_post",
    # A picture stands below a button alone.
    "figure_series",
    "post_tables",
    "report_figures",
    "scoreboard_picture",
    "target_print",
    "target_series",
    "ward_picture",
    # There are no keys below the input line.
    "large_keys",
    # There are no groups, whose posts come to one of their topics.
    "ask_move",
    "moved",
    # There are no channels that many read.
    "ask_use",
    "asking",
    "back_again",
    "left",
    "lost",
    "refused",
    "stopped",
    "used",
    # There is no pace to be bought.
    "ask_stars",
    "stars_asked",
}
"""Cards that have no place on the bare channel."""
ONLY_FULL = {"asked_no_more", "failure_alarm", "group_joined", "hurry"}
"""Cards whose scene needs a platform that has groups, that refuses, that edits, or is as slow, as Telegram."""
pytestmark = pytest.mark.skipif(WRITES, reason="what is being written is looked at in the next run")


def files_of(set_name: str) -> set[str]:
    return {path.stem for path in (FOLDER / set_name).glob("*.txt")}


@pytest.mark.parametrize("set_name", ["full", "bare", "zalo"])
def test_every_card_has_a_golden_file(set_name: str) -> None:
    covered = {card_of(name) for name in files_of(set_name)}
    missing = all_cards().keys() - covered
    if set_name != "full":
        assert not covered & (NEVER_BARE | ONLY_FULL), "there are scenes of these"
        missing -= NEVER_BARE | ONLY_FULL
    assert not missing, f"no scene shows: {', '.join(sorted(missing))}"


def test_every_golden_file_is_that_of_a_card_and_of_one_scene() -> None:
    there = files_of("full")
    scenes = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = Counter(re.findall(r'stage\.(?:card|page)\("([\w\'-]+)"', scenes))
    assert sorted(there - named.keys()) == [], "no scene writes these: they may go"
    assert sorted(named.keys() - there) == [], "not recorded yet: LOA_GOLDEN=write uv run pytest tests/golden"
    assert not [name for name, count in named.items() if count > 1], "two scenes write these"
    for set_name in ("bare", "zalo"):
        assert sorted(files_of(set_name) - there) == [], "no scene writes these: they may go"

"""How many examples of a property are invented."""

from hypothesis import settings


def examples(count: int) -> settings:
    """So many in CI; the quick run takes the same share of every count (tests/conftest.py)."""
    return settings(max_examples=count * settings().max_examples // 100)

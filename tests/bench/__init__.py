"""What the machine does in numbers: `uv run python -m tests.bench [name…]`. Never part of a test run."""

"""What is logged: one line an event on the error stream, with every secret struck out."""

import logging
import sys
from collections.abc import MutableMapping, Sequence
from typing import Any

import structlog


def configure_logging(level: str, secrets: Sequence[str]) -> None:
    """Log to the error stream from this level on; `secrets` stand in no line."""
    one_line = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])

    def render(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
        line = str(one_line(logger, method, event))
        for secret in secrets:
            line = line.replace(secret, "***")
        return line

    threshold = getattr(logging, level.upper())
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )

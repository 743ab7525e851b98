"""What a person means: text in, an intent with its words out. Pure; its phrases stand in tables that people can read."""

from bot.understanding.intent import Ask, Intent, Meaning, Span
from bot.understanding.understand import understand

__all__ = ["Ask", "Intent", "Meaning", "Span", "understand"]

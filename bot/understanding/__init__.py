"""What a person means: text in, an intent with its words out. Pure; the phrases stand in tables for people to read."""

from bot.understanding.intent import Ask, Intent, Meaning, Span
from bot.understanding.understand import understand

__all__ = ["Ask", "Intent", "Meaning", "Span", "understand"]

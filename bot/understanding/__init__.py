"""What a person means: text in, an intent with its words out. Pure; the phrases stand in tables for people to read."""

from bot.understanding.intent import Ask, Day, Intent, Meaning, Span
from bot.understanding.tokens import without_long_numbers
from bot.understanding.understand import names_a_date, understand

__all__ = ["Ask", "Day", "Intent", "Meaning", "Span", "names_a_date", "understand", "without_long_numbers"]

"""From a Vietnamese text to domain facts, and the doubts about it. Pure: no clock, no network, no database."""

"""The conversation: an event comes in, one transaction handles it, replies go out. Knows no channel."""

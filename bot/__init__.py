"""Loa Phường: a ward's loudspeaker as a chat bot."""

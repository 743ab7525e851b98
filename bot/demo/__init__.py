"""The embedded try-out: its story, its personas, and the text of a real report."""

"""Files and web pages → text: the reading's only door to what others made, every bit of it untrusted."""

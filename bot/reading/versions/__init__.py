"""What became of a text: two versions aligned, their changes, one piece replaced by another."""

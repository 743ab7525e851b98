"""What a notice says of when, where, for whom and what to do, each an exact piece of its text."""

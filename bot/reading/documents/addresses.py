"""What looks like a web address, for those who fetch nothing."""


def is_link(text: str) -> bool:
    """Whether a text is one web address and nothing else."""
    text = text.strip()
    return text.lower().startswith(("http://", "https://")) and len(text.split()) == 1

"""What stands around a document's text: the letterhead above, the list of copies and the signatures below."""

import re
from collections.abc import Sequence

_GAP = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*){2,}")


def without(body: str, spans: Sequence[tuple[int, int]]) -> str:
    """Give a text without some spans, which are in order; all of it where no word would be left."""
    if not spans:
        return body
    starts = [0, *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), len(body)]
    kept = "".join(body[start:end] for start, end in zip(starts, ends, strict=True))
    return _GAP.sub("\n\n", kept).strip() if any(c.isalnum() for c in kept) else body

"""A web page as text: its article, without menus, adverts and comments."""

import codecs

from bot.errors import DocumentError

LEAST = 40
"""Characters of an article; less is a page that is empty before its program has run, or only a list of links."""


def page_text(data: bytes, charset: str = "") -> str:
    """The article of a page, headed by the page's title; `charset` is what the server said, if it said so."""
    # At its import a library behind it opens a socket, to see whether there is IPv6.
    import trafilatura

    page: bytes | str = data
    if charset:
        try:
            page = data.decode(codecs.lookup(charset).name, "strict")
        except (LookupError, UnicodeDecodeError, ValueError):
            page = data
    found = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=True)
    values = found if isinstance(found, dict) else found.as_dict() if found else {}
    text = str(values.get("text") or "").strip()
    if len(text) < LEAST:
        raise DocumentError("document-empty")
    title = " ".join(str(values.get("title") or "").split())
    if title and title.casefold() not in " ".join(text.split()).casefold():
        text = f"{title}\n\n{text}"
    return text

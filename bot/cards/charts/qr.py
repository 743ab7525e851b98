"""The square that a telephone's camera reads, on pages and on paper."""

import io
from functools import lru_cache


@lru_cache(maxsize=256)
def square(address: str) -> bytes:
    """An address as a QR code in SVG, black on white also in the dark; a seventh of it may be soiled."""
    # Most processes never draw one.
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, light="white", omitsize=True)
    return drawn.getvalue()

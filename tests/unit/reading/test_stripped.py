"""Pictures lose where and when they were taken, and nothing of what they show."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from bot.errors import DocumentError
from bot.reading.documents.stripped import without_metadata

GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x010F
SECRETS = (b"Exif", b"Canon", b"GPS", b"ghi chu", b"ns.adobe.com", b"moi in roi")


def drawn(size: tuple[int, int] = (64, 48)) -> Image.Image:
    picture = Image.new("RGB", size)
    picture.putdata([(x * 4 % 256, y * 5 % 256, (x + y) % 256) for y in range(size[1]) for x in range(size[0])])
    return picture


def jpeg(turned: int = 1, **more: Any) -> bytes:
    exif = Image.Exif()
    exif[CAMERA] = "Canon"
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS).update({1: "N", 2: (10.0, 22.0, 33.0), 3: "E", 4: (105.0, 26.0, 7.0)})
    made = io.BytesIO()
    drawn().save(made, "JPEG", exif=exif, comment=b"ghi chu", xmp=b"<x:xmpmeta>ns.adobe.com</x:xmpmeta>", **more)
    return made.getvalue()


def png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "ghi chu", zip=False)
    told.add_itxt("XML:com.adobe.xmp", "ns.adobe.com")
    exif = Image.Exif()
    exif[CAMERA] = "Canon"
    made = io.BytesIO()
    drawn().save(made, "PNG", pnginfo=told, exif=exif, dpi=(72, 72))
    return made.getvalue()


def shows(picture: bytes) -> tuple[Any, ...]:
    opened = Image.open(io.BytesIO(picture))
    return opened.size, opened.mode, opened.tobytes()


@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"quality": 95}, {"icc_profile": b"ICC" * 50}])
@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_photo_shows_the_same_and_tells_nothing_else(turned: int, more: dict[str, Any]) -> None:
    before = jpeg(turned, **more) + b"moi in roi"
    after = without_metadata(before)
    assert shows(after) == shows(before)
    exif = Image.open(io.BytesIO(after)).getexif()
    assert exif.get(ORIENTATION, 1) == turned
    assert not exif.get_ifd(GPS)
    assert Image.open(io.BytesIO(after)).info.get("icc_profile") == more.get("icc_profile")
    told = SECRETS if turned == 1 else SECRETS[1:]
    assert not [one for one in told if one in after]
    assert without_metadata(after) == after


def test_a_drawing_shows_the_same_and_tells_nothing_else() -> None:
    after = without_metadata(png())
    assert shows(after) == shows(png())
    assert not [one for one in (*SECRETS, b"eXIf", b"tEXt", b"iTXt") if one in after]
    assert Image.open(io.BytesIO(after)).info["dpi"] == pytest.approx((72, 72), abs=0.1)
    assert without_metadata(after) == after


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_that_tells_nothing_stays_as_it_is(form: str) -> None:
    made = io.BytesIO()
    drawn().save(made, form)
    assert without_metadata(made.getvalue()) == made.getvalue()


def test_what_is_no_picture_stays_as_it_is() -> None:
    for content in (b"", b"%PDF-1.7 Exif\0\0", b"PK\x03\x04", b"\xff\xd8", b"\xff\xd8\xff\xe0 1"):
        assert without_metadata(content) == content


def test_a_picture_that_cannot_be_taken_apart_and_tells_something_is_refused() -> None:
    for picture in (jpeg()[:60], b"\xff\xd8\xff\xe1\xff\xffExif\0\0GPS", png()[:-20]):
        with pytest.raises(DocumentError):
            without_metadata(picture)


@given(st.sampled_from([jpeg(), jpeg(6), png()]), st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=8))
def test_whatever_is_broken_in_a_picture_either_tells_nothing_or_is_refused(
    picture: bytes, broken: list[tuple[int, int]]
) -> None:
    made = bytearray(picture)
    for place, value in broken:
        # Not in the signature: what has none is no picture.
        made[8 + place % (len(made) - 8)] = value
    try:
        after = without_metadata(bytes(made))
    except DocumentError:
        return
    assert len(after) <= len(made) + 40
    assert without_metadata(after) == after

"""Pages as a scanner gives them, drawn here."""

import io
import random
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = [
    one
    for one in (
        Path("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"),
        Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"),
        Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
    )
    if one.exists()
]
PAGE = (2480, 3508)  # A4 at 300 dpi
REPORT = """ỦY BAN NHÂN DÂN
PHƯỜNG TÂN LỘC
Tân Lộc, ngày 25 tháng 11 năm 2026
BÁO CÁO
Kết quả thu ngân sách 10 tháng đầu năm 2026
Phường Tân Lộc thu ngân sách được 12,4 tỷ đồng, đạt 103,9% dự toán.
Đã sửa chữa 31/34 căn nhà cho hộ nghèo, trao 120 suất quà.
Toàn phường còn 45 hộ nghèo, chiếm tỷ lệ 1,9%.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH"""


def scanned(text: str = REPORT, *, skew: float = 2.0, stamp: bool = True) -> "Image.Image":
    """A page as a scanner gives it: a bit askew, specks of dust, blurred, a red stamp over its letters."""
    chance = random.Random(1)
    page, ink = Image.new("RGB", PAGE, "white"), Image.new("RGB", PAGE, "white")
    draw, red = ImageDraw.Draw(page), ImageDraw.Draw(ink)
    font = ImageFont.truetype(str(FONTS[0]), 52)
    for number, line in enumerate(text.split("\n")):
        draw.text((260, 300 + 110 * number), line, font=font, fill=(25, 25, 30))
    for radius in (270, 255, 180) if stamp else ():
        box = (900 - radius, 900 - radius, 900 + radius, 900 + radius)
        red.ellipse(box, outline=(215, 30, 40), width=8)
    page = ImageChops.multiply(page, ink).rotate(-skew, resample=Image.Resampling.BICUBIC, fillcolor="white")
    dots = page.load()
    assert dots is not None
    for _ in range(30_000):
        light = chance.randrange(200)
        dots[chance.randrange(PAGE[0]), chance.randrange(PAGE[1])] = (light, light, light)
    return page.filter(ImageFilter.GaussianBlur(0.8))


def as_file(image: "Image.Image", form: str, **told: Any) -> bytes:
    held = io.BytesIO()
    image.save(
        held, form, **({"resolution": 300} if form == "PDF" else {"quality": 85} if form == "JPEG" else {}), **told
    )
    return held.getvalue()

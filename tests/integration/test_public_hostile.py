"""Pages over texts that nobody foresaw, and requests of people who mean harm: HTML stays HTML, and nothing breaks."""

import random
import re
import urllib.parse
from collections.abc import AsyncIterator
from pathlib import Path

import html5lib
import httpx
import pytest

from bot.domain.people import Role
from bot.web.pages.routes import VIEWS
from tests.site import browsing
from tests.ward import ADMIN, NOTICE, SEED, After, House, Past

WRITER = "7"
LONG = "Nguyễnthịbốnmươichữviếtliềnkhôngcáchđâunhé" * 3
ODD: tuple[str, ...] = (
    SEED,
    NOTICE,
    "😀🎉👨‍👩‍👧 Tết này vui\n\n😀 Bà con 🎉 đón Tết.\n\n• một\n• hai\n- ba\n\n1. Mục một\n2. Mục hai\na) Mục a",
    f"{LONG}\n\n{LONG} {LONG}\n\n{LONG}\t{LONG}\t{LONG}\n1\t2\t3",
    "<script>alert(1)</script> & \"nháy\" 'đơn' <b>đậm\n\n</p></div></main><img src=x onerror=alert(1)> &amp; ]]> -->",
    "Bảng lệch\n\nTên\tNăm 2025\tNăm 2026\nThu\t\t5 tỷ đồng\nChi\nDư\t1 tỷ đồng\t2 tỷ đồng\t3 tỷ đồng\t4\n\tlẻ\n\t\t\n",
    (
        "Ký tự lạ\n\nTrước\x0bgiữa\x0c sau \u202eđảo\u202c \ufdd0 \ufffe \x7f \x9f. Gọi 0296 3841 000, 0912.345.678, "
        "https://a.vn/x?y=1&z=<2>."
    ),
)
ODD += ("Hướng dẫn dài\n\n" + "Bà con mang giấy tờ đến một cửa, lấy số, chờ gọi tên rồi nộp hồ sơ.\n" * 48,)
REPORT = "Báo cáo dài\n\n" + "".join(
    f"Thu ngân sách tháng {month % 12 + 1} đạt {month},9% kế hoạch, tăng 2,6 tỷ đồng; có 12/14 chi bộ đạt.\n"
    for month in range(560)
)


async def _publish_odd(house: House) -> None:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.say(ADMIN, "/khuvuc them Khóm <3> & 4")
    await house.say(ADMIN, "/phuong ten Phường <Mỹ> & Bình")
    for text in ODD:
        await house.publish(WRITER, text)
    await house.correct(WRITER, "2 8 giờ => 9 giờ")


@Past
async def odd_posts(house: House) -> None:
    await _publish_odd(house)


@Past
async def odd_posts_and_a_report(house: House) -> None:
    await _publish_odd(house)
    await house.send_file(WRITER, REPORT.encode(), "/post", name="bao-cao.txt")
    heard = await house.tick(WRITER, await house.work())
    await house.press(WRITER, heard[-1].buttons["Đăng"])


@pytest.fixture
async def browser(after: After) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(after(odd_posts)) as opened:
        yield opened


def check_html(text: str, path: str) -> None:
    """What a page owes: no parse error, one heading of the first order, landmarks, no id twice, no way in for code."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(text)
    assert not parser.errors, (path, [code for _, code, _ in parser.errors][:3])
    assert tree.get("lang") == "vi"
    assert len(tree.findall(".//h1")) == 1, path
    assert len(tree.findall(".//main")) == 1
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids)), path
    assert not [one for one in tree.iter() if one.tag in ("script", "iframe", "object", "style")], path
    for one in tree.iter():
        assert not [name for name in one.keys() if name.startswith("on") or name == "style"], path  # noqa: SIM118
        if one.tag == "a":
            assert re.match(r"(/|#|https?://|tel:)", one.get("href", "")), path
            if one.get("href", "").startswith("#"):
                assert one.get("href", "")[1:] in ids, path
        if one.tag == "img":
            assert one.get("alt"), path
        if one.tag == "input":
            assert tree.findall(f".//label[@for='{one.get('id')}']"), path


@pytest.mark.parametrize("wrong", ["<p>a</p>", "<h1>b</h1>", "<div id=x>", "<p id=y><p id=y>", "<img src=z>", "</b>"])
def test_a_wrong_page_is_seen(wrong: str) -> None:
    right = '<!doctype html><html lang="vi"><head><title>x</title></head><body><main><h1>a</h1>{}</main></body></html>'
    check_html(right.format(""), "")
    with pytest.raises(AssertionError):
        check_html(right.format(wrong) if wrong != "<p>a</p>" else wrong, "")


@pytest.mark.parametrize("done", [odd_posts, pytest.param(odd_posts_and_a_report, marks=pytest.mark.slow)])
async def test_every_page_over_odd_texts_is_right_html(after: After, done: Past) -> None:
    async with browsing(after(done)) as browser:
        await look_at_every_page(browser)


async def look_at_every_page(browser: httpx.AsyncClient) -> None:
    seen, waiting = set[str](), ["/loa/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        response = await browser.get(f"https://tin.example.vn{path}", follow_redirects=True)
        assert response.status_code in (200, 410), path
        if not response.headers["content-type"].startswith("text/html"):
            continue
        check_html(response.text, path)
        found = re.findall(r'href="(/loa[^"#]*)"', response.text)
        waiting += [urllib.parse.unquote(one.replace("&amp;", "&")) for one in found]
    # Every pattern was reached by a link of some page.
    assert {f"/loa/tin/{number}/lich-su" for number in (2,)} <= seen
    assert len([one for one in seen if re.match(r"/loa/tin/\d+-", one)]) >= len(ODD)
    for path in ("/khong-co", "/tim?q=x&trang=9", f"/?q={'x' * 3000}", "/xac-minh/<b>", "/tim?q=%22%3E%3Cscript%3E"):
        check_html((await browser.get(path)).text, path)


PIECES = (
    *("..", ".", "%2e%2e", "%00", "%0d%0aX-A:1", "%ff", "\\", "<script>", "'", '"', ";", "CB-1", "1", "2-x", "0", "-1"),
    *("9" * 40, "é", "😀", "{{7*7}}", "%25", "tin", "loai", "tep", "a" * 300, "${jndi:x}", "%s%n", "lich-su", "qr.svg"),
)
KEYS = ("q", "trang", "ma", "%00", "a[]", "trang[]", "q" * 50, "")
NAMES = ("range", "if-none-match", "if-range", "accept", "x-forwarded-for", "host", "cookie", "authorization", "te")
VALUES = (
    "",
    "*",
    "bytes=0-",
    "bytes=-0",
    "bytes=9999999999999-",
    "bytes=1-0",
    '"x"',
    "W/",
    "a" * 3000,
    "\xff\xfe",
    "1,2;3",
)
HERE = re.escape(str(Path(__file__).parents[2]))
TOLD = re.compile(rf"Traceback|sqlalchemy|sqlite|psycopg|{HERE}|site-packages|\.py\b|uvicorn|starlette", re.IGNORECASE)


def request(dice: random.Random) -> tuple[str, str, dict[str, str]]:
    """A request that somebody sends who looks for a way in."""
    patterns = [pattern for pattern, _ in VIEWS]
    if dice.random() < 0.7:
        path = re.sub(r"\{\w+\}", lambda _: dice.choice(PIECES), dice.choice(patterns))
    else:
        path = "/" + "/".join(dice.choice(PIECES) for _ in range(dice.randint(1, 5)))
    asked = "&".join(f"{dice.choice(KEYS)}={dice.choice(PIECES)}" for _ in range(dice.choice((0, 0, 1, 2, 9))))
    headers = {dice.choice(NAMES): dice.choice(VALUES) for _ in range(dice.choice((0, 1, 2)))}
    method = dice.choice(("GET", "GET", "GET", "HEAD", "POST", "TRACE", "PROPFIND"))
    return method, path + (f"?{asked}" if asked else ""), headers


@pytest.mark.parametrize("count", [300, pytest.param(1500, marks=pytest.mark.slow)])
async def test_no_request_breaks_anything_or_is_told_of_the_machine(browser: httpx.AsyncClient, count: int) -> None:
    dice = random.Random(count)
    for _ in range(count):
        method, path, headers = request(dice)
        raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
        response = await browser.request(method, path, headers=list(raw.items()))
        assert response.status_code < 500, (method, path, headers)
        assert not TOLD.search(response.text), (method, path, headers)
        assert "x-a" not in response.headers
        assert not {"set-cookie", "server"} & set(response.headers)


@pytest.mark.parametrize("host", ["tin.example.vn", "evil.example", "a/b?", "1,2;3", ""])
async def test_the_folder_without_its_slash_leads_into_it_whatever_host_is_named(after: After, host: str) -> None:
    async with browsing(after(odd_posts)) as browser:
        response = await browser.get("https://tin.example.vn/loa", headers={"host": host}, follow_redirects=False)
        assert (response.status_code, response.headers["location"]) == (302, "/loa/")
        beside = await browser.get("https://tin.example.vn/loaa", headers={"host": host})
        assert (beside.status_code, beside.headers["content-type"]) == (404, "text/html; charset=utf-8")

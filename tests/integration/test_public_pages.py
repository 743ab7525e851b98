"""The public pages as a neighbour without any bot sees them: each state of a post, each shelf, and what HTTP owes."""

import re

import httpx
import pytest
from sqlalchemy import select

from bot import cards
from bot.domain.people import Role
from bot.messages.markup import plain
from bot.storage.tables import post
from bot.storage.views import load_view
from bot.storage.ward import update_ward
from tests.site import PUBLIC_URL, browsing, text_of
from tests.ward import ADMIN, NOTICE, SEED, After, House, Past

WRITER = "7"
MEETING = "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày 24/11/2026 tại nhà văn hóa, bàn việc thu ngân sách."
TABLE = (
    "Báo cáo thu quỹ\n\nTên quỹ\tKết quả\nQuỹ vì người nghèo\t120 triệu đồng\n\n- Gọi 0296 3841 000 để hỏi.\n"
    "- Xem <b>bảng</b> ở phường."
)


@Past
async def some_posts(house: House) -> None:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.say(ADMIN, "/khuvuc them Khóm 3")
    await house.publish(WRITER, SEED, topic="Họp–báo cáo")
    await house.publish(WRITER, NOTICE)
    await house.publish(WRITER, MEETING)
    await house.publish(WRITER, TABLE)


@pytest.fixture
def ward(after: After) -> House:
    return after(some_posts)


async def test_the_front_page_leads_to_every_post(browser: httpx.AsyncClient) -> None:
    page = await text_of(browser, "/")
    for number in (1, 2, 3, 4):
        (path,) = set(re.findall(rf'href="(/loa/tin/{number}-[a-z0-9-]+)"', page))
        assert "<h1" in await text_of(browser, path.removeprefix("/loa"))
    assert "Sắp diễn ra" in page


async def test_a_short_address_and_an_old_title_lead_to_the_post(browser: httpx.AsyncClient) -> None:
    for path in ("/2", "/tin/2", "/tin/2-ten-cu"):
        response = await browser.get(path)
        assert (response.status_code, response.headers["location"]) == (302, "/loa/tin/2-thong-bao-cup-dien")


async def test_a_notice_says_when_where_and_what_first(browser: httpx.AsyncClient) -> None:
    page = await text_of(browser, "/2")
    lines = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page)
    assert ("Thời gian", "từ 8 giờ đến 11 giờ ngày 25/11/2026") in lines
    assert page.index("<dt>Thời gian") < page.index("<p>Điện lực cúp điện hẻm 47 từ")


async def test_each_figure_leads_to_its_quote(browser: httpx.AsyncClient) -> None:
    page = await text_of(browser, "/1")
    anchors = re.findall(r'<a href="#(so-\d+)">([^<]+)</a>', page)
    assert "103,9%" in [value for _, value in anchors]
    for anchor, _ in anchors:
        assert page.count(f'id="{anchor}"') == 1


async def test_tables_lists_and_telephones_come_as_such_and_html_as_text(browser: httpx.AsyncClient) -> None:
    page = await text_of(browser, "/4")
    assert '<th scope="col">Tên quỹ</th>' in page
    assert '<a href="tel:02963841000" rel="nofollow noopener">0296 3841 000</a>' in page
    assert "&lt;b&gt;bảng&lt;/b&gt;" in page
    assert page.count("<li>Gọi") == 1


async def test_a_correction_is_seen_with_what_changed(ward: House, browser: httpx.AsyncClient) -> None:
    before = await browser.get("/tin/2-thong-bao-cup-dien")
    await ward.correct(WRITER, "2 8 giờ => 9 giờ")
    after = await browser.get("/tin/2-thong-bao-cup-dien", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert "ĐÍNH CHÍNH" in after.text
    assert "9 giờ" in after.text
    assert "ĐÍNH CHÍNH" not in before.text
    assert "đã đính chính" in await text_of(browser, "/")


async def test_a_withdrawn_post_says_why_and_nothing_of_what_it_said(ward: House, browser: httpx.AsyncClient) -> None:
    await ward.withdraw(WRITER, "2 nhầm ngày")
    for path in ("/2", "/tin/2", "/tin/2-thong-bao-cup-dien", "/tin/2-abc"):
        page = await text_of(browser, path, 410)
        assert "nhầm ngày" in page
        assert "cúp điện" not in page.lower()
    assert "cúp điện" not in (await text_of(browser, "/")).lower()


async def test_shelves_hold_what_their_name_says(browser: httpx.AsyncClient) -> None:
    meetings = await text_of(browser, "/loai/hop")
    assert "Họp khóm 3" in meetings
    assert "cúp điện" not in meetings
    topic = await text_of(browser, "/chu-de/hop-bao-cao")
    assert "Sơ kết" in topic
    assert "cúp điện" not in topic
    assert "cúp điện" in await text_of(browser, "/khu-vuc/khom-3")
    assert "Chưa có tin nào" in await text_of(browser, "/loai/nghi-quyet")


NOT_THERE = (
    "/tin/99 /99 /0 /02 /tin/CB-1 /CB-1 /tin/1-<b> /x /loai/x /chu-de/x /khu-vuc/x /tin?trang=0 /tin?trang=x "
    f"/tin?trang=101 /tin/{'9' * 5000} /tin/1/2/3 /%00 /tin/%ff /tin/1/ /tin/01/lich-su /tin/99/lich-su"
).split()


async def test_what_is_not_there_is_one_answer_whatever_was_asked(browser: httpx.AsyncClient) -> None:
    none = await browser.get("/khong-co-gi")
    for path in NOT_THERE:
        found = await browser.get(path)
        assert found.status_code == 404, path
        assert (found.content, found.headers) == (none.content, none.headers), path


async def test_a_browser_that_has_a_page_is_told_so_in_few_bytes(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/")
    again = await browser.get("/", headers={"if-none-match": f'W/"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "public" in first.headers["cache-control"]


async def test_a_head_has_the_headers_and_no_body(browser: httpx.AsyncClient) -> None:
    whole, head = await browser.get("/tin"), await browser.head("/tin")
    assert head.content == b""
    assert head.headers == whole.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_pages_are_only_read(browser: httpx.AsyncClient, method: str) -> None:
    response = await browser.request(method, "/")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"


async def test_a_page_lets_no_script_no_frame_and_no_third_party_in(browser: httpx.AsyncClient) -> None:
    for path in ("/", "/tin/1", "/1", "/khong-co-gi", f"/?q={'x' * 3000}"):
        response = await browser.get(path)
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in response.headers
        assert not re.search(r"<script|style=|\bon\w+=", response.text)


async def test_a_question_too_long_is_refused(browser: httpx.AsyncClient) -> None:
    assert (await browser.get(f"/?q={'x' * 3000}")).status_code == 414


async def test_the_stylesheet_is_kept_for_ever_under_its_own_name(browser: httpx.AsyncClient) -> None:
    (path,) = re.findall(r'rel="stylesheet" href="/loa(/\w+\.css)"', await text_of(browser, "/"))
    response = await browser.get(path)
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-type"].startswith("text/css")


async def test_a_ward_without_posts_has_a_front_page(house: House) -> None:
    await house.join(ADMIN)
    async with browsing(house, "https://tin.example.vn") as browser:
        assert "chưa đăng tin nào" in await text_of(browser, "/")
        assert (await browser.get("/1")).status_code == 404


async def test_search_answers_as_in_the_chat_without_accents(browser: httpx.AsyncClient) -> None:
    page = await text_of(browser, "/tim?q=cup+dien")
    assert "/loa/tin/2-thong-bao-cup-dien" in page
    assert "Chưa tìm thấy" in await text_of(browser, "/tim?q=khinh+khi+cau")
    assert "<h1>Tìm tin" in await text_of(browser, "/tim")


async def test_a_cry_for_help_is_told_whom_to_call_first(browser: httpx.AsyncClient) -> None:
    page = await text_of(browser, "/tim?q=chay+nha+hem+47")
    assert '<a href="tel:114">' in page


ODD = ("", "%00", "!!!", "%ff%fe", "a" * 800, "<script>", "'", '"', "%F0%9F%98%80", "\\", "%", "{{7*7}}", "q&q=2&=&")


@pytest.mark.parametrize("page", ["/tim", "/so-lieu", "/huong-dan", "/xac-minh"])
async def test_whatever_is_asked_gets_a_page(browser: httpx.AsyncClient, page: str) -> None:
    for q in ODD:
        text = await text_of(browser, f"{page}?q={q}&ma={q}")
        assert "<script" not in text
        assert "<h1>" in text
        assert "49" not in text


async def test_figures_name_their_post(browser: httpx.AsyncClient) -> None:
    page = await text_of(browser, "/so-lieu?q=ngan+sach")
    assert "<b>103,9%</b>" in page
    assert '<a href="/loa/1">tin số 1</a>' in page


async def test_targets_tell_the_tally_and_each_target_with_its_source(ward: House, browser: httpx.AsyncClient) -> None:
    await ward.say(WRITER, "/capnhat\nTên | Đơn vị | Nhiệm kỳ | Kế hoạch\nThu ngân sách | % | 2020-2025 | 100")
    for said in ("ghi", "/capnhat thu ngân sách", "năm 2022", "103,9", "1"):
        await ward.say(WRITER, said)
    page = await text_of(browser, "/chi-tieu")
    assert "Đạt 10/12 chỉ tiêu" in page
    assert 'scope="row">Thu ngân sách</th>' in page
    assert "đạt 1/1 chỉ tiêu" in page
    assert "mới có 1 chỉ tiêu" in page
    assert '<a href="/loa/1">tin số 1</a>' in page


async def test_guides_are_found_by_their_words(ward: House, browser: httpx.AsyncClient) -> None:
    assert "chưa đăng bài" in await text_of(browser, "/huong-dan")
    await ward.publish(WRITER, "Hướng dẫn cài VNeID\n\nBà con mang căn cước đến công an phường để được cài VNeID.")
    assert "cài VNeID" in await text_of(browser, "/huong-dan?q=vneid")
    assert "Chưa có bài" in await text_of(browser, "/huong-dan?q=xe")


async def test_what_is_ahead_is_told_by_day(browser: httpx.AsyncClient) -> None:
    page = await text_of(browser, "/sap-den")
    assert page.index("Thứ Ba, 24/11/2026") < page.index("Họp khóm 3") < page.index("Thứ Tư, 25/11/2026")


async def test_each_day_of_a_schedule_tells_its_own_row(ward: House, browser: httpx.AsyncClient) -> None:
    rows = "- Ngày 26/11/2026: khóm 1, từ 7 giờ đến 9 giờ;\n- Ngày 27/11/2026: khóm 2, từ 13 giờ đến 15 giờ."
    await ward.publish(WRITER, f"Thông báo lịch phun thuốc\n\nPhun thuốc diệt muỗi theo lịch:\n{rows}")
    page = await text_of(browser, "/sap-den")
    first, second = page.index("Thứ Năm, 26/11/2026"), page.index("Thứ Sáu, 27/11/2026")
    assert "khóm 1, từ 7 giờ" in page[first:second]
    assert "khóm 2, từ 13 giờ" in page[second:]
    assert "khóm 1, từ 7 giờ" not in page[second:]


async def test_a_post_tells_its_history_and_a_year_its_errata(ward: House, browser: httpx.AsyncClient) -> None:
    await ward.correct(WRITER, "2 8 giờ => 9 giờ")
    await ward.correct(WRITER, "3 19 giờ => 20 giờ")
    await ward.withdraw(WRITER, "3 nhầm ngày")
    history = await text_of(browser, "/tin/2/lich-su")
    assert history.index("Đính chính") < history.index("Đăng tin")
    withdrawn = await text_of(browser, "/tin/3/lich-su", 410)
    assert withdrawn.index("nhầm ngày") < withdrawn.index("<strong>Đính chính") < withdrawn.index("Đăng tin")
    assert "Họp khóm 3" not in withdrawn
    assert "20 giờ" not in withdrawn
    errata = await text_of(browser, "/dinh-chinh")
    assert errata == await text_of(browser, "/dinh-chinh/2026")
    assert "Thông báo cúp điện" in errata
    assert "Lý do: nhầm ngày" in errata
    assert "Họp khóm 3" not in errata
    for year in ("1999", "2027", "x", "02026", "٢٠٢٦"):
        assert (await browser.get(f"/dinh-chinh/{year}")).status_code == 404


async def test_a_code_tells_what_was_published_under_it_and_how_it_stands(
    ward: House, browser: httpx.AsyncClient
) -> None:
    codes = [row["code"] for row in await ward.rows(post) if row["code"]]
    page = await text_of(browser, f"/xac-minh/{codes[1].lower()}")
    assert "Thông báo cúp điện" in page
    assert page == await text_of(browser, f"/xac-minh?ma={codes[1]}%20")
    await ward.withdraw(WRITER, "2 nhầm ngày")
    page = await text_of(browser, f"/xac-minh/{codes[1]}")
    assert "đã thu hồi" in page
    assert "Thông báo cúp điện" not in page
    assert "không có tin nào mang mã 0000" in await text_of(browser, "/xac-minh/0000")
    assert "OTP" in page


async def test_a_message_leads_to_the_page_of_its_post_and_to_none_of_cadres(ward: House) -> None:
    assert "Xem trên web" not in await ward.ask(WRITER, "/doc 2")
    async with ward.database.write() as transaction:
        await update_ward(transaction, public_url=PUBLIC_URL)
    await ward.join("9", Role.CADRE, subscribed=True)
    await ward.publish(WRITER, "Cúp nước hẻm 12\n\nCúp nước hẻm 12 từ 8 giờ đến 17 giờ ngày 28/11/2026.")
    await ward.publish(WRITER, "Họp kín\n\nCán bộ họp sáng ngày 26/11/2026.", cadres=True)
    assert f"Xem trên web: {PUBLIC_URL}/5" in await ward.ask(WRITER, "/doc 5")
    assert "Xem trên web" not in await ward.ask(WRITER, "/doc CB-1")
    async with ward.database.read() as transaction:
        revisions = (await transaction.scalars(select(post.c.revision_id).order_by(post.c.id))).all()
        views = [await load_view(transaction, one) for one in revisions[-2:]]
    told = [plain(cards.posts.push(one).text) for one in views]
    assert told[0].endswith(f"\nXem trên web: {PUBLIC_URL}/5")
    assert PUBLIC_URL not in told[1]

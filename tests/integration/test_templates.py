"""Everyday notices: a few questions, and the draft says what they said."""

import pytest

from bot.domain.people import Role
from bot.domain.templates import TEMPLATES, Template
from tests.ward import House

WHEN = "7h30 đến 11h ngày 25/11/2026"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
async def test_a_notice_is_written_from_its_answers(house: House, template: Template) -> None:
    await house.join("7", Role.WRITER)
    (asked,) = await house.say("7", "/post")
    heard = await house.press("7", asked.buttons[template.label])
    for question in template.questions:
        assert question.ask.split("?")[0] in heard[-1].text
        heard = await house.say("7", WHEN if question.key == "when" else "hẻm 47")
    exact, panel = heard
    assert "7h30 đến 11h" in exact.text
    assert ("KHẨN" in exact.text) is template.urgent
    assert "Đăng" in panel.buttons
    if template.topic:
        assert template.topic in panel.text


async def test_what_may_be_left_out_is_and_what_is_needed_is_asked_again(house: House) -> None:
    await house.join("7", Role.WRITER)
    (asked,) = await house.say("7", "/post")
    template = next(one for one in TEMPLATES if any(question.required for question in one.questions))
    heard = await house.press("7", asked.buttons[template.label])
    for question in template.questions:
        answered = await house.say("7", "bỏ qua")
        if question.required:
            assert "cần câu trả lời" in answered[-1].text
            answered = await house.say("7", "hẻm 47")
        heard = answered
    assert "bỏ qua" not in heard[0].text.lower()
    assert "Đăng" in heard[-1].buttons


async def test_a_time_that_is_typed_in_short_is_told_with_its_day(house: House) -> None:
    await house.join("7", Role.WRITER)
    (asked,) = await house.say("7", "/post")
    await house.press("7", asked.buttons["Cúp điện"])
    await house.say("7", "hẻm 47")
    await house.say("7", "mai 7h den 11h")
    exact, panel = await house.say("7", "bỏ qua")
    assert "từ 7 giờ đến 11 giờ, thứ Ba 24/11/2026" in exact.text
    assert "Tự kết thúc: 11:00 thứ Ba, ngày 24/11/2026" in panel.text


async def test_a_template_is_given_up_with_one_word_and_is_for_writers(house: House) -> None:
    await house.join("7", Role.WRITER)
    (asked,) = await house.say("7", "/post")
    await house.press("7", asked.buttons["Cúp điện"])
    assert "Đã hủy" in await house.ask("7", "hủy")
    await house.join("8")
    (refused,) = await house.press("8", "template power")
    assert "dành cho cán bộ soạn tin" in refused.text

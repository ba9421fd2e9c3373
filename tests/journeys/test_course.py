"""A course of another site shows a lesson: chosen in a frame, opened from a frame and from a link.

The platform answers as `localhost`, the school as `127.0.0.1`: to a browser these are two sites, so what is of one is a third
party in the other.
"""

import json
import re
import urllib.request
from urllib.parse import urlencode

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.fakes.lti_platform import LtiPlatform
from tests.journeys.school import wait_until
from tests.journeys.walker import Walker, ru


@pytest.fixture
def platform(school):
    with LtiPlatform("localhost") as running:
        running.redirects = [f"{school.address}/lti/launch/"]
        yield running


def course(walker: Walker, platform: LtiPlatform, target: str, *, shown_in: str) -> None:
    """Open the page of the course, and press its button."""
    query = urlencode({"target": target, "in": shown_in, "login": f"{walker.school.address}/lti/login/"})
    walker.open(f"{platform.issuer}/course?{query}")
    walker.page.get_by_role("button", name="Открыть").click()


def tool(walker: Walker) -> FrameLocator:
    """Return what the platform shows in its frame."""
    return walker.page.frame_locator("iframe[name=tool]")


def in_window(walker: Walker, page: Page) -> Walker:
    """Return somebody before the window that was opened."""
    return Walker(page, walker.size, walker.school)


def test_lesson_is_chosen_for_a_course_and_opened_from_it(walk, platform):
    methodist = walk()
    connect(methodist, platform)
    lesson = choose_a_lesson(walk(), platform)

    learner = walk()
    learner.sign_in("learner")
    come_from_a_frame_and_connect(learner, platform, lesson)
    come_by_a_link_at_another_machine(walk("phone"), platform, lesson)

    look_who_is_in_the_course(methodist, platform)


def connect(methodist: Walker, platform: LtiPlatform) -> None:
    """Connect the platform by hand at the desk."""
    methodist.sign_in("methodist")
    methodist.open("/desk/systems/")
    methodist.follow("Connect a platform")
    methodist.look()
    names = {"auth_url": "auth", "token_url": "token", "keys_url": "certs"}
    addresses = {name: f"{platform.issuer}/{path}" for name, path in names.items()}
    words = {"title": "Moodle", "issuer": platform.issuer, "client_id": platform.client_id, "deployments": "7"}
    methodist.fill(**words, **addresses)
    methodist.press("Connect")
    methodist.expect_heading("Moodle")
    methodist.look()
    with urllib.request.urlopen(f"{methodist.school.address}/lti/keys/", timeout=5) as answer:
        platform.tool_keys = json.load(answer)


def choose_a_lesson(teacher: Walker, platform: LtiPlatform) -> str:
    """Choose a lesson inside the platform's frame, where no cookie is kept; return its address for the course."""
    course(teacher, platform, f"{teacher.school.address}/lti/deep/", shown_in="tool")
    frame = tool(teacher)
    frame.get_by_role("checkbox").first.check()
    frame.get_by_role("button", name=ru("Put into the course")).click()
    expect(frame.get_by_text("Выбрано")).to_be_visible()
    [item] = platform.chosen
    assert item["lineItem"]["scoreMaximum"] == 100
    assert not teacher.odd
    return str(item["url"])


def come_from_a_frame_and_connect(learner: Walker, platform: LtiPlatform, lesson: str) -> None:
    """Open the lesson from the frame in a window of its own, and say once whose account it is."""
    course(learner, platform, lesson, shown_in="tool")
    with learner.page.context.expect_page() as opened:
        tool(learner).get_by_role("link", name=ru("Open the lesson")).click()
    window = in_window(learner, opened.value)
    window.expect_heading("You come from a course")
    window.look()
    window.press("This is my account: connect it")
    expect_lesson_of_hers(window)
    window.look()
    assert not learner.odd


def expect_lesson_of_hers(window: Walker) -> None:
    """Wait for the lesson, and see that somebody is signed in who came from the platform."""
    expect(window.page).to_have_url(re.compile(rf"^{window.school.address}/lessons/[^/?]+/$"))
    window.open("/me/systems/")
    window.expect_words("Moodle")


def come_by_a_link_at_another_machine(phone: Walker, platform: LtiPlatform, lesson: str) -> None:
    """Come in without a password where nobody has been signed in before."""
    with phone.page.context.expect_page() as opened:
        course(phone, platform, lesson, shown_in="_blank")
    window = in_window(phone, opened.value)
    expect_lesson_of_hers(window)
    window.look()


def look_who_is_in_the_course(methodist: Walker, platform: LtiPlatform) -> None:
    """See at the desk who came, and who else is in the course."""
    platform.members = [{"user_id": "student-1", "name": "Анна", "roles": ["Learner"]}]
    methodist.page.reload()
    methodist.expect_words("Курс «Библиотекарь»")
    methodist.look()
    methodist.main.get_by_role("button", name=ru("Who is in the course")).first.click()
    methodist.expect_words("Анна")
    methodist.look()
    assert wait_until(lambda: platform.tokens, seconds=5, what="no access token was asked for")

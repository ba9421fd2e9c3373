"""Somebody chooses how notices reach her, and lets a browser show them."""

import json

import pytest
from playwright.sync_api import expect

from browsers import CHROMIUM
from tests.fakes.push_service import FakeBrowser
from tests.journeys.conftest import SIZES, STEP_MILLISECONDS, running_browser
from tests.journeys.school import running_school, wait_until
from tests.journeys.walker import Walker, ru

PUSH_SERVICE = "push.example.ru"
PREFERENCES = "/me/notices/preferences/"
NOTICE = {"title": "Прямой эфир: Блог библиотеки", "text": "Войти можно в любую минуту.", "link": "/lessons/blog/"}
# What a browser answers that has asked its maker's push service; there is none here. Kept over pages, as a browser does.
SUBSCRIBING = """told => {
    const made = () => localStorage.made && {
        endpoint: told.endpoint,
        options: { applicationServerKey: Uint8Array.from(JSON.parse(localStorage.made)).buffer },
        toJSON: () => told,
        unsubscribe: async () => { delete localStorage.made; return true; },
    };
    PushManager.prototype.getSubscription = async () => made() || null;
    PushManager.prototype.subscribe = async ({ applicationServerKey: key }) => {
        localStorage.made = JSON.stringify([...key]);
        return made();
    };
}"""
SHOWN = "navigator.serviceWorker.getRegistration('/').then(one => one.getNotifications()).then(all => all.map(one => [one.title, one.body, one.data]))"


@pytest.fixture(scope="module")
def school(tmp_path_factory, demonstration):
    """A school whose operator has switched notices of browsers on."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WEB_PUSH", "1")
        environment.setenv("WEB_PUSH_SERVICES", PUSH_SERVICE)
        with running_school(tmp_path_factory.mktemp("school-push"), demonstration) as running:
            yield running


@pytest.fixture(scope="module")
def browser(playwright):
    """The browser with windows: one without has nowhere to show a notice."""
    with running_browser(playwright, CHROMIUM) as chromium:
        yield chromium


@pytest.fixture
def learner(browser, school):
    context = browser.new_context(
        base_url=school.address, viewport=SIZES["desktop"], locale="ru-RU", timezone_id="Europe/Moscow"
    )
    context.grant_permissions(["notifications"])
    context.set_default_timeout(STEP_MILLISECONDS)
    told = json.dumps(FakeBrowser(f"https://{PUSH_SERVICE}/one").told)
    context.add_init_script(f"({SUBSCRIBING})({told})")
    walker = Walker(context.new_page(), "desktop", school)
    walker.sign_in("learner")
    yield walker
    assert walker.odd == []
    context.close()


def test_choice_of_notices_is_kept(learner):
    learner.open(PREFERENCES)
    learner.look()
    kind = f"{ru('Recordings and new films')}: {ru('By mail')}"
    learner.page.get_by_label(kind).select_option(ru("at once"))
    learner.page.get_by_label(ru("Quiet until")).select_option("09:00")
    learner.press("Save")
    expect(learner.page.get_by_label(kind)).to_have_value("at_once")
    expect(learner.page.get_by_label(ru("Quiet until"))).to_have_value("9")


def test_browser_shows_notices_until_it_is_switched_off(learner):
    page = learner.page
    learner.open(PREFERENCES)
    learner.press("Show notices in this browser")
    expect(page.get_by_text(ru("In this browser they are on."))).to_be_visible()
    learner.open(PREFERENCES)
    learner.look()
    expect(page.get_by_role("button", name="Chrome, Linux")).to_be_visible()

    deliver(page, NOTICE)
    shown = wait_until(lambda: page.evaluate(SHOWN), seconds=30, what="no notice was shown")
    assert shown == [[NOTICE["title"], NOTICE["text"], f"{learner.school.address}{NOTICE['link']}"]]

    learner.press("Show no more in this browser")
    expect(page.get_by_text(ru("In this browser they are off."))).to_be_visible()
    learner.open(PREFERENCES)
    expect(page.get_by_role("button", name="Chrome, Linux")).to_have_count(0)


def deliver(page, notice):
    """Hand a notice to the worker of the page as the browser does when its push service has sent one."""
    tools, registrations = page.context.new_cdp_session(page), []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    tools.send("ServiceWorker.enable")
    [registration] = wait_until(lambda: page.wait_for_timeout(100) or registrations, seconds=10, what="no worker")[:1]
    origin = registration["scopeURL"].rstrip("/")
    words = {"origin": origin, "registrationId": registration["registrationId"], "data": json.dumps(notice)}
    tools.send("ServiceWorker.deliverPushMessage", words)

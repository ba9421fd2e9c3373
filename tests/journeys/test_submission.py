"""The way of a lesson to a portal that takes events from people alone."""

from playwright.sync_api import expect

from tests.journeys.walker import ru


def test_lesson_is_submitted_to_the_portal_by_hand(walk):
    methodist = walk()
    methodist.sign_in("methodist")
    methodist.open("/desk/channels/add/culture/")
    methodist.press("Save")
    methodist.open("/desk/submissions/")
    methodist.look()
    methodist.main.locator("h2 a").first.click()
    methodist.main.locator("[data-press]").first.click()
    expect(methodist.main.locator("[data-progress]")).to_contain_text("1")
    methodist.main.locator(".submission-cover").scroll_into_view_if_needed()
    expect(methodist.main.locator(".submission-cover")).to_have_js_property("naturalWidth", 1920)
    methodist.page.evaluate("scrollTo(0, 0)")
    methodist.look("submission")
    methodist.fill(portal_id="123456", page_url="https://pro.culture.ru/new/events/123456")
    methodist.press("It is submitted")
    methodist.expect_words("submitted")
    # without a key there is nobody to ask
    assert methodist.main.get_by_role("button", name=ru("Ask the portal whether it is published")).count() == 0
    methodist.open("/desk/channels/")
    methodist.main.locator("a[href$='/submission/']").first.click()
    methodist.look()
    methodist.fill(lead_days="0")
    methodist.press("Save")

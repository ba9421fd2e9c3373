"""What somebody sees who may not come in, or has come to the wrong place."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_wrong_address_leads_back(walk, size):
    guest = walk(size)

    guest.open_refused("/no-such-page/", status=404)
    guest.look()
    guest.main.get_by_role("link").first.click()
    expect(guest.main.get_by_role("heading", level=1)).to_be_visible()


def test_desk_of_others_is_refused(walk):
    learner = walk()

    learner.sign_in("learner")
    learner.open_refused("/desk/people/", status=403)
    learner.look()


def test_desk_asks_a_guest_to_sign_in_and_brings_her_back(walk, school):
    methodist = walk()

    methodist.open("/desk/programme/")
    methodist.fill(login="methodist@demo.example", password=school.password)
    methodist.press("Sign in")

    methodist.page.wait_for_url("**/desk/programme/")

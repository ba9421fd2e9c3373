"""Coming in without a password: by a code from a letter, by an invitation's link."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walker import ru

CODE = re.compile(r"^\s*(\d{3}-?\d{3})\s*$", re.MULTILINE)
LINK = re.compile(r"(/invitation/\w+/)")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_sign_in_by_a_code_from_a_letter(walk, school, size):
    learner = walk(size)
    address = {"desktop": "learner@demo.example", "phone": "head@demo.example"}[size]
    known = len(school.letters(address))

    learner.open("/accounts/login/")
    learner.look("sign-in")
    learner.follow("Send me a code")
    learner.look()
    learner.fill(email=address)
    learner.press("Send the code")
    learner.expect_heading("The code from the letter")
    learner.look()
    code = CODE.search(school.newest_letter(address, after=known))
    learner.fill(code=code[1])
    learner.press("Confirm")

    expect(learner.page.get_by_role("button", name=ru("Sign out"), include_hidden=True)).to_have_count(1)
    learner.open("/me/profile/")
    learner.look()


def test_sign_in_with_a_wrong_password_is_refused(walk):
    learner = walk()

    learner.open("/accounts/login/")
    learner.fill(login="learner@demo.example", password="not-the-password")
    learner.press("Sign in")

    expect(learner.main.get_by_role("alert")).to_be_visible()
    expect(learner.main.locator("[name=login]")).to_have_value("learner@demo.example")
    learner.look()


def test_invited_person_comes_in_by_her_link(walk, school):
    methodist, invited = walk(), walk("phone")
    address = "novaya@demo.example"

    methodist.sign_in("methodist")
    methodist.open("/desk/people/invite/")
    methodist.look("invite")
    methodist.fill(email=address, full_name="Библиотекарь нового филиала")
    methodist.press("Invite")
    methodist.expect_heading("The invitation is sent")
    methodist.look()

    link = LINK.search(school.newest_letter(address))
    invited.open(link[1])
    invited.look("invitation")
    invited.press("Come in")
    invited.expect_heading("Before you begin")
    invited.look("consents")
    assert invited.main.locator("input[type=checkbox]:checked").count() == 0
    invited.main.get_by_role("checkbox").first.check()
    invited.press("Go on")
    invited.open("/me/consents/")
    invited.look()

    late = walk()
    late.open_refused(link[1], status=410)
    late.expect_heading("This invitation no longer works")

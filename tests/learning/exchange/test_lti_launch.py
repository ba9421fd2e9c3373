"""Coming from a course to a lesson: in a window, known or not yet, into which account."""

import pytest
from tests.learning.exchange.walk import IN_FRAME, Walk, policy_of
from tests.people.factories import UserFactory, grant
from tests.programme.factories import LessonFactory, SchoolFactory

from nastavnik.core import clock
from nastavnik.learning.lti.words import Refused
from nastavnik.learning.models import LtiGrade, LtiLaunch, LtiLink, LtiPerson, LtiPlatform
from nastavnik.learning.services.lti import people
from nastavnik.learning.services.lti.refusals import ConnectedOtherwise
from nastavnik.people.enums import NO_ADDRESS_DOMAIN, Role
from nastavnik.people.models import User
from nastavnik.people.permissions import has_role
from nastavnik.people.selectors import person_at
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors.schools import forget_schools

pytestmark = pytest.mark.django_db


def signed_in_as(client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def test_login_leads_to_the_platform_with_all_that_it_wants(walk, lesson, platform):
    response = walk.announce(walk.address_of(lesson))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"{platform.issuer}/auth?scope=openid&")
    assert "no-store" in response.headers["Cache-Control"]
    cookie = response.cookies["lti_browser"]
    assert (cookie["samesite"], cookie["httponly"], len(cookie.value)) == ("Lax", True, 32)


def test_login_by_a_form_is_heard_too(walk, lesson, platform):
    words = platform.announcement(walk.address_of(lesson))

    response = walk.browser.post("/lti/login/", words, headers={"Sec-Fetch-Dest": "document"})

    assert walk.platform.answer(response.headers["Location"])["id_token"]


def test_login_address_may_have_a_question_mark_already(walk, connected, lesson, platform):
    LtiPlatform.objects.update(auth_url=f"{platform.issuer}/auth?site=2")

    response = walk.announce(walk.address_of(lesson))

    assert response.headers["Location"].startswith(f"{platform.issuer}/auth?site=2&scope=openid&")


def test_login_without_a_hint_and_client_asks_without_them(walk, lesson):
    response = walk.announce(walk.address_of(lesson), lti_message_hint="", client_id="")

    assert "lti_message_hint" not in response.headers["Location"]
    assert "client_id=client-1" in response.headers["Location"]


def test_login_keeps_the_browser_it_knows(walk, lesson):
    first = walk.announce(walk.address_of(lesson)).cookies["lti_browser"].value

    assert walk.announce(walk.address_of(lesson)).cookies["lti_browser"].value == first


@pytest.mark.parametrize("headers", [IN_FRAME, {"Accept": "text/html"}])
def test_login_in_a_frame_offers_a_window(walk, lesson, platform, headers):
    response = walk.announce(walk.address_of(lesson), headers=headers)

    page = response.content.decode()
    assert response.status_code == 200
    assert 'target="_blank"' in page
    assert "login_hint=student-1" in page
    assert f"frame-ancestors 'self' {platform.issuer}" in policy_of(response)
    assert "X-Frame-Options" not in response.headers
    assert "lti_browser" not in response.cookies


def test_login_in_the_offered_window_goes_on_also_in_old_browsers(walk, lesson, platform):
    words = {**platform.announcement(walk.address_of(lesson)), "window": "1"}

    assert walk.browser.get("/lti/login/", words).status_code == 302


def test_login_by_hand_is_told_what_the_address_is_for(walk):
    walk.browser.cookies["language"] = "en"

    for address in ("/lti/login/", "/lti/deep/"):
        assert "This address is for learning platforms" in walk.browser.get(address).content.decode()


def test_lesson_address_by_hand_leads_to_the_lesson(walk, lesson):
    assert walk.browser.get(f"/lti/lessons/{lesson.uid}/").headers["Location"] == f"/lessons/{lesson.slug}/"
    assert walk.browser.get("/lti/lessons/nobody/").status_code == 404


def test_lesson_address_by_hand_tells_no_title_of_what_may_not_be_seen(walk, lesson, methodist, now):
    draft = LessonFactory(cycle=lesson.cycle)
    for hidden in (draft, LessonFactory(cycle=lesson.cycle, removed_at=now)):
        assert walk.browser.get(f"/lti/lessons/{hidden.uid}/").status_code == 404
    walk.sign_in(methodist)
    assert walk.browser.get(f"/lti/lessons/{draft.uid}/").headers["Location"] == f"/lessons/{draft.slug}/"


def test_stranger_who_has_an_account_connects_it_once(walk, lesson, learner, connected):
    page = walk.come(lesson)
    assert page.status_code == 200
    assert "/accounts/login/?next=/lti/enter/" in page.content.decode()
    assert 'value="new"' not in page.content.decode()

    walk.sign_in(learner)
    address = page.request["PATH_INFO"]
    assert 'value="mine"' in walk.browser.get(address).content.decode()
    done = walk.browser.post(address, {"way": "mine"})

    assert done.headers["Location"] == f"/lessons/{lesson.slug}/"
    [person] = LtiPerson.objects.all()
    assert (person.sub, person.user, person.platform) == ("student-1", learner, connected)
    [grade] = LtiGrade.objects.all()
    assert (grade.person, grade.link.lesson, grade.percent) == (person, lesson, None)


def test_known_person_comes_in_without_being_asked(walk, lesson, learner, connected, now):
    LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)

    page = walk.come(lesson)

    assert page.headers["Location"] == f"/lessons/{lesson.slug}/"
    assert signed_in_as(walk.browser) == learner.pk


def test_known_person_who_is_signed_in_stays_so(walk, lesson, learner, connected, now):
    LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)
    walk.sign_in(learner)
    key = walk.browser.session.session_key

    assert walk.come(lesson).headers["Location"] == f"/lessons/{lesson.slug}/"
    assert walk.browser.session.session_key == key


def test_known_person_at_a_machine_where_another_is_signed_in_takes_her_own_place(
    walk, lesson, learner, connected, now
):
    LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)
    walk.sign_in(UserFactory())

    walk.come(lesson)

    assert signed_in_as(walk.browser) == learner.pk


def test_ticket_works_once(walk, lesson, learner, connected, now):
    LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)
    used = walk.come(lesson).request["PATH_INFO"]

    assert walk.browser.get(used).status_code == 404


@pytest.mark.parametrize("role", [Role.METHODIST, Role.DIRECTOR, Role.MENTOR])
def test_person_who_sees_data_of_others_is_signed_in_by_no_platform(walk, lesson, connected, school, now, role):
    user = UserFactory()
    grant(user, role, place_of(school))
    LtiPerson.objects.create(platform=connected, sub="student-1", user=user, linked_at=now)

    page = walk.come(lesson)

    assert page.status_code == 200
    assert signed_in_as(walk.browser) is None
    assert "/accounts/login/?next=/lti/enter/" in page.content.decode()
    walk.sign_in(user)
    assert walk.browser.get(page.request["PATH_INFO"]).headers["Location"] == f"/lessons/{lesson.slug}/"


@pytest.mark.parametrize("mark", ["is_staff", "is_superuser"])
def test_operator_is_signed_in_by_no_platform_even_in_place_of_another(walk, lesson, learner, connected, now, mark):
    operator = UserFactory(**{mark: True})
    LtiPerson.objects.create(platform=connected, sub="student-1", user=operator, linked_at=now)
    walk.sign_in(learner)

    assert "/accounts/logout/" in walk.come(lesson).content.decode()
    assert signed_in_as(walk.browser) == learner.pk


def test_account_that_was_switched_off_is_not_entered(walk, lesson, learner, connected, now):
    LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)
    User.objects.filter(pk=learner.pk).update(is_active=False)

    assert walk.come(lesson).status_code == 409
    assert signed_in_as(walk.browser) is None


def test_account_is_made_where_the_methodist_allows_it(walk, lesson, school):
    LtiPlatform.objects.update(makes_accounts=True)
    page = walk.come(lesson)
    assert 'value="new"' in page.content.decode()

    done = walk.browser.post(page.request["PATH_INFO"], {"way": "new"})

    person = LtiPerson.objects.get()
    assert done.headers["Location"] == f"/lessons/{lesson.slug}/"
    assert signed_in_as(walk.browser) == person.user_id
    assert person.user.full_name == "Анна Иванова"
    assert person.user.email.endswith(NO_ADDRESS_DOMAIN)
    assert not person.user.has_usable_password()
    assert has_role(person.user, place_of(school), Role.LEARNER)
    assert not has_role(person.user, place_of(school), *(set(Role) - {Role.LEARNER}))


def test_account_is_not_made_where_the_methodist_did_not_allow_it(walk, lesson):
    page = walk.come(lesson)

    assert walk.browser.post(page.request["PATH_INFO"], {"way": "new"}).status_code == 409
    assert not LtiPerson.objects.exists()


def test_account_is_made_for_a_teacher_as_for_anybody(walk, lesson, platform, school):
    LtiPlatform.objects.update(makes_accounts=True)
    platform.name = ""
    original = platform.claims
    admin = "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"
    platform.claims = lambda nonce: {**original(nonce), "https://purl.imsglobal.org/spec/lti/claim/roles": [admin]}

    walk.browser.post(walk.come(lesson).request["PATH_INFO"], {"way": "new"})

    user = LtiPerson.objects.get().user
    assert (user.full_name, user.is_staff) == ("—", False)
    assert {one.role for one in user.roleassignment_set.all()} == {Role.LEARNER}


def test_mail_that_a_platform_tells_opens_no_account(walk, lesson, platform):
    """Whoever may type an address at the platform would else come into the account that has it here."""
    known = UserFactory(email="anna@institute.example")
    LtiPlatform.objects.update(makes_accounts=True)

    page = walk.come(lesson)
    assert signed_in_as(walk.browser) is None
    walk.browser.post(page.request["PATH_INFO"], {"way": "new"})

    made = LtiPerson.objects.get().user
    assert made != known
    assert person_at("anna@institute.example") == known


def test_guest_cannot_connect_anything(walk, lesson):
    page = walk.come(lesson)

    assert walk.browser.post(page.request["PATH_INFO"], {"way": "mine"}).status_code == 409
    assert not LtiPerson.objects.exists()


def test_person_connects_one_account_only(walk, lesson, learner, connected, now):
    page = walk.come(lesson)
    walk.sign_in(learner)
    connecting = walk.browser.post(page.request["PATH_INFO"], {"way": "mine"})
    assert connecting.status_code == 302

    other = Walk(walk.platform, lesson.school)
    other.sign_in(UserFactory())
    other.come(lesson)

    assert signed_in_as(other.browser) == learner.pk
    assert LtiPerson.objects.count() == 1


def test_two_accounts_asked_for_at_once_become_one(walk, lesson, connected):
    LtiPlatform.objects.update(makes_accounts=True)
    for _tab in range(2):
        walk.come(lesson)
    first, second = LtiLaunch.objects.select_related("platform__school", "link__lesson").order_by("pk")
    people.make_account(launch=first, now=clock.now())

    with pytest.raises(ConnectedOtherwise):
        people.make_account(launch=second, now=clock.now())

    assert User.objects.filter(email__endswith=NO_ADDRESS_DOMAIN).count() == 1


def test_ticket_that_two_tabs_use_lets_one_in(walk, lesson, learner, connected, now):
    person = LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)
    walk.post(walk.form(walk.address_of(lesson)))
    launch = LtiLaunch.objects.get()
    people.come_in(launch=launch, person=person, now=now)

    with pytest.raises(Refused):
        people.come_in(launch=launch, person=person, now=now)


def test_link_follows_what_the_course_says_today(walk, lesson, platform):
    walk.come(lesson)
    other = LessonFactory(cycle=lesson.cycle, held=True)
    original = platform.claims
    platform.claims = lambda nonce: {
        key: value for key, value in original(nonce).items() if not key.endswith(("endpoint", "namesroleservice"))
    }

    walk.come(other)

    [link] = LtiLink.objects.all()
    assert (link.lesson, link.grades_url, link.people_url) == (other, "", "")
    assert link.course_title == "Курс «Библиотекарь»"


def test_lesson_without_a_grade_column_keeps_no_grade(walk, lesson, learner, connected, platform, now):
    LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)
    original = platform.claims
    platform.claims = lambda nonce: {key: value for key, value in original(nonce).items() if "lti-ags" not in key}

    walk.come(lesson)

    assert not LtiGrade.objects.exists()


def test_lesson_by_its_own_address_opens_too(walk, lesson, learner, connected, now):
    LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)

    posted = walk.post(walk.form(f"{walk.home}/lessons/{lesson.slug}/"))

    assert walk.browser.get(posted.headers["Location"]).headers["Location"] == f"/lessons/{lesson.slug}/"


def test_school_with_a_path_is_entered_within_it(platform, methodist, school, typed, now):
    from nastavnik.learning.services.lti.platforms import add_platform  # noqa: PLC0415 -- this test alone connects twice

    other = SchoolFactory(path="youth")
    grant(methodist, Role.METHODIST, place_of(other))
    forget_schools()
    add_platform(actor=methodist, school_id=other.pk, words=typed(platform), now=now)
    lesson = LessonFactory(cycle__programme__school=other, held=True)
    platform.redirects = [f"{other.base_url}/lti/launch/"]
    walk = Walk(platform, other)

    words = platform.announcement(walk.address_of(lesson))
    announced = walk.browser.get("/youth/lti/login/", words, headers={"Sec-Fetch-Dest": "document"})
    posted = walk.browser.post("/youth/lti/launch/", platform.answer(announced.headers["Location"]))

    assert posted.headers["Location"].startswith("/youth/lti/enter/")
    page = walk.browser.get(posted.headers["Location"])
    assert lesson.title in page.content.decode()


def test_entrance_of_one_school_opens_nothing_in_another(walk, lesson):
    posted = walk.post(walk.form(walk.address_of(lesson)))
    SchoolFactory(path="youth")
    forget_schools()

    assert walk.browser.get(f"/youth{posted.headers['Location']}").status_code == 404


def test_page_of_entrance_needs_the_same_queries_for_everybody(walk, lesson, assert_flat):
    address = walk.come(lesson).request["PATH_INFO"]

    assert_flat(lambda: walk.browser.get(address), lambda: LtiLaunch.objects.filter(pk=0).count())

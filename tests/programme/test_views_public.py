import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network
from tests.programme.factories import EnrolmentFactory, HandoutFactory, LessonFactory, ProgrammeFactory

from nastavnik.core.http.flash import undo_url_of
from nastavnik.people.enums import Role
from nastavnik.programme.enums import EnrolmentPolicy
from nastavnik.programme.models import Enrolment, Handout
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import own_calendar_key
from nastavnik.programme.services import add_handout

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"programme:{name}", args=args)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def undo_of(response):
    return [undo_url_of(message) for message in get_messages(response.wsgi_request)][-1]


# --- calendars ---


@pytest.fixture
def addresses(programme, cycle, learner):
    LessonFactory(cycle=cycle, announced=True, slug="blog")
    return {
        "lesson": url("lesson_calendar", "blog"),
        "programme": url("programme_calendar", programme.token),
        "own": url("own_calendar", own_calendar_key(learner)),
    }


@pytest.mark.parametrize("which", ["lesson", "programme", "own"])
def test_calendar_is_sent_once_and_then_known(client, addresses, which):
    response = client.get(addresses[which])
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert response.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert "no-cache" in response.headers["Cache-Control"]

    again = client.get(addresses[which], headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", response.headers["ETag"])


def test_own_calendar_is_kept_by_nobody_else(client, addresses):
    assert client.get(addresses["own"]).headers["Cache-Control"] == "private, no-cache"


def test_addresses_of_calendars_are_short(addresses):
    assert addresses["lesson"] == "/lessons/blog.ics"
    assert addresses["programme"].startswith("/programme/")


@pytest.mark.parametrize("address", ["/lessons/none.ics", "/programme/none.ics", "/calendar/none:made-up.ics"])
def test_unknown_calendar_is_missing(client, school, address):
    assert client.get(address).status_code == 404


# --- handouts ---


@pytest.fixture
def handout(cycle, methodist, now):
    lesson = LessonFactory(cycle=cycle, announced=True)
    file = ContentFile(b"%PDF-1.7 x", name="Памятка.pdf")
    return add_handout(actor=methodist, lesson_id=lesson.pk, title="", file=file, now=now)


def test_handout_is_sent_to_be_saved_and_not_shown(client, handout):
    response = client.get(url("handout", handout.token))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 x"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%9F")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_handout_of_a_draft_is_missing(client, handout):
    handout.lesson.state = "draft"
    handout.lesson.save()
    assert client.get(url("handout", handout.token)).status_code == 404


def test_address_as_a_handout_leads_there(client, cycle):
    handout = HandoutFactory(lesson=LessonFactory(cycle=cycle, announced=True), url="https://example.ru/memo")
    response = client.get(url("handout", handout.token))
    assert (response.status_code, response.headers["Location"]) == (302, "https://example.ru/memo")


def test_handout_is_added_and_removed_at_the_desk(client, methodist, cycle):
    client.force_login(methodist)
    lesson = LessonFactory(cycle=cycle)
    file = SimpleUploadedFile("Слайды.pdf", b"%PDF-1.7 x")
    response = client.post(url("add_handout", lesson.uid), {"file": file, "title": ""})
    added = Handout.objects.get()

    assert response.headers["Location"] == f"{url('lesson', lesson.uid)}#handouts"
    assert (added.title, undo_of(response)) == ("Слайды", url("remove_handout", added.token))
    assert client.post(undo_of(response)).headers["Location"] == f"{url('lesson', lesson.uid)}#handouts"
    assert not Handout.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": "Моё"}, "что-то одно"),
        ({"title": "Моё", "file": SimpleUploadedFile("page.pdf", b"<script>")}, "не похож"),
        ({"title": "Моё", "url": "без точки"}, "Моё"),
    ],
)
def test_handout_that_is_refused_keeps_its_title(client, methodist, cycle, typed, words):
    client.force_login(methodist)
    response = client.post(url("add_handout", LessonFactory(cycle=cycle).uid), typed)
    assert response.status_code == 200
    assert 'value="Моё"' in response.content.decode()
    assert words in response.content.decode()
    assert not Handout.objects.exists()


# --- one's own place ---


def test_guest_signs_in_and_is_asked_once(client, programme, learner):
    address = url("enrol", programme.token)
    assert client.post(address).headers["Location"] == f"/accounts/login/?next={address}"
    client.force_login(learner)
    assert "Записаться" in client.get(address).content.decode()


def test_learner_enrols_and_leaves_with_undo(client, programme, learner):
    client.force_login(learner)
    response = client.post(url("enrol", programme.token))
    assert (response.headers["Location"], undo_of(response)) == ("/programme/", url("leave", programme.token))
    assert Enrolment.objects.get().left_at is None
    assert "Вы записаны" in client.get(url("enrol", programme.token)).content.decode()

    response = client.post(url("leave", programme.token), headers={"Referer": "http://testserver/lessons/blog/"})
    assert (response.headers["Location"], undo_of(response)) == (
        "http://testserver/lessons/blog/",
        url("enrol", programme.token),
    )
    assert Enrolment.objects.get().left_at is not None


def test_learner_goes_from_the_question_to_the_programme(client, programme, learner):
    client.force_login(learner)
    question = f"http://testserver{url('enrol', programme.token)}"
    response = client.post(url("enrol", programme.token), headers={"Referer": question})
    assert response.headers["Location"] == "/programme/"


def test_programme_by_invitation_says_so(client, school, learner):
    programme = ProgrammeFactory(school=school, enrolment_policy=EnrolmentPolicy.INVITATION)
    client.force_login(learner)
    assert "приглашает методист" in client.get(url("enrol", programme.token)).content.decode()
    response = client.post(url("enrol", programme.token), headers={"Referer": "http://testserver/programme/"})
    assert "Вы не записаны" in said(response)[0]
    EnrolmentFactory(programme=programme, user=learner)
    assert undo_of(client.post(url("leave", programme.token))) == ""


def test_hidden_programme_is_missing(client, school, learner):
    programme = ProgrammeFactory(school=school, is_public=False)
    client.force_login(learner)
    assert client.post(url("enrol", programme.token)).status_code == 404
    assert client.post(url("leave", programme.token)).status_code == 404


# --- the methodist's list ---


def test_libraries_and_people_are_enrolled_at_once(client, school, programme, methodist, learner):
    library = LibraryFactory()
    in_network(library.organisation, place_of(school))
    colleague = UserFactory(library=library)
    grant(colleague, Role.LEARNER, place_of(school))
    client.force_login(methodist)
    chosen = {"library_ids": [library.pk], "user_ids": [learner.pk]}
    response = client.post(url("enrol_people", programme.token), chosen)

    assert response.headers["Location"] == url("enrolled", programme.token)
    assert said(response)[-1] == "Записаны 2 человека."
    response = client.post(url("enrol_people", programme.token), {"library_ids": [library.pk]})
    assert said(response)[-1] == "Записаны 0 человек. 1 человек уже был записан."


def test_looking_for_people_keeps_the_ticks_and_enrols_nobody(client, programme, methodist, learner):
    client.force_login(methodist)
    posted = {"find": "1", "words": "никого", "user_ids": [learner.pk, "x"]}
    page = client.post(url("enrol_people", programme.token), posted).content.decode()

    assert f'value="{learner.pk}" id="id_user_ids_0" checked' in page
    assert 'value="никого"' in page
    assert "Пока никто не выбран" not in page
    assert not Enrolment.objects.exists()


def test_looking_for_nobody_of_the_school_says_so(client, programme, methodist):
    client.force_login(methodist)
    page = client.post(url("enrol_people", programme.token), {"find": "1", "words": "никого"}).content.decode()

    assert "таких нет" in page


def test_nobody_chosen_is_asked_again(client, programme, methodist):
    client.force_login(methodist)
    response = client.post(url("enrol_people", programme.token), {})
    assert "Пока никто не выбран" in response.content.decode()


def test_list_is_saved_as_a_file(client, programme, director):
    EnrolmentFactory(programme=programme, user__full_name="=cmd()")
    client.force_login(director)
    response = client.get(f"{url('enrolled', programme.token)}?export=csv")
    assert "'=cmd()" in b"".join(response.streaming_content).decode()


def test_place_is_taken_back(client, programme, methodist):
    place = EnrolmentFactory(programme=programme)
    client.force_login(methodist)
    response = client.post(url("place", programme.token, place.user.token))
    assert response.headers["Location"] == url("enrolled", programme.token)
    place.refresh_from_db()
    assert place.left_at is not None


def test_place_is_not_taken_back_by_the_director(client, programme, director):
    place = EnrolmentFactory(programme=programme)
    client.force_login(director)
    assert client.post(url("place", programme.token, place.user.token)).status_code == 403


# --- colours ---


def test_styles_without_their_mark_are_asked_for_each_time(client, school):
    response = client.get("/school.css")
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"


def test_empty_mark_of_usual_colours_is_not_kept_for_ever(client, school):
    assert client.get("/school.css?v=").headers["Cache-Control"] == "no-cache"

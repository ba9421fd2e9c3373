"""Pages of applications: begun, submitted, read; own lists; numbers of queries."""

from datetime import timedelta

from django.utils import timezone
from tests.contest.applications.a_form import ABOUT
from tests.contest.applications.conftest import draft_of, fill_in, head_of, over
from tests.contest.applications.pages import address, section, text_of
from tests.contest.applications.test_files import add, picture
from tests.contest.applications.test_submitting import check, submit
from tests.contest.factories import AuthorFactory
from tests.people.factories import LibraryFactory

from nastavnik.contest.enums import ApplicationState, FormalVerdict, LatePolicy
from nastavnik.contest.models import Application, Author, FormField, FormSection
from nastavnik.contest.selectors.applications.own import application_in, applications_beside
from nastavnik.mentoring.selectors.study import own_mentoring


def test_apply_begins_an_application(sign_in, head, contest, direction):
    client = sign_in(head)
    page = address("apply", contest.slug)
    assert "Библиотека у реки" in text_of(client.get(page))

    response = client.post(page, {"library": head.library_id, "direction": direction.pk})

    begun = Application.objects.get()
    assert response.url == address("application", begun.token)
    assert begun.direction == direction
    again = text_of(client.get(page))
    assert begun.token in again
    assert "столько заявок" in again


def test_apply_tells_who_begins_applications_and_when(sign_in, colleague, head, contest, methodist, now):
    page = address("apply", contest.slug)
    assert "заведующие" in text_of(sign_in(colleague).get(page))
    contest.intake_at = now + timedelta(days=1)
    contest.save()
    assert "ещё не начался" in text_of(sign_in(head).get(page))
    contest.intake_at, contest.deadline_at = now - timedelta(days=2), now - timedelta(days=1)
    contest.save()
    assert "Приём заявок закончен" in text_of(sign_in(head).get(page))
    contest.late_policy, contest.late_until = LatePolicy.MARK, now + timedelta(days=1)
    contest.save()
    assert "опоздавшие" in text_of(sign_in(head).get(page))
    assert address("paper_application", contest.token) in text_of(sign_in(methodist).get(page))


def test_apply_of_a_head_of_two_libraries_asks_for_which(sign_in, school, head, contest, library):
    other = head_of(LibraryFactory(organisation=library.organisation), school)
    for role in other.roleassignment_set.all():
        role.pk, role.user = None, head
        if role.role == "head":
            role.save()

    page = text_of(sign_in(head).get(address("apply", contest.slug)))

    assert 'name="direction"' not in page
    assert '<select name="library"' in page


# --- the page of an application ---


def test_page_tells_what_is_missing_and_leads_there(sign_in, head, draft):
    page = text_of(sign_in(head).get(address("application", draft.token)))

    assert f"{section(draft)}#field-title" in page
    assert address("submit_application", draft.token) not in page
    assert address("drop_application", draft.token) in page


def test_page_submits_and_takes_back(sign_in, head, whole):
    client = sign_in(head)
    page = address("application", whole.token)
    assert address("submit_application", whole.token) in text_of(client.get(page))

    submitted = text_of(client.post(address("submit_application", whole.token), follow=True))

    assert "Заявка подана под № 1" in submitted
    assert address("application_receipt", whole.token, 1) in submitted
    assert address("withdraw_application", whole.token) in submitted
    withdrawn = text_of(client.post(address("withdraw_application", whole.token), follow=True))
    assert "не участвует в конкурсе" in withdrawn


def test_page_says_why_it_cannot_be_submitted(sign_in, head, whole, now):
    over(whole.contest, now)
    client = sign_in(head)

    page = text_of(client.get(address("application", whole.token)))

    assert "больше нельзя" in page or "закончен" in page or "уже нельзя" in page
    assert address("submit_application", whole.token) not in page
    client.post(address("submit_application", whole.token))
    assert Application.objects.get().state == ApplicationState.DRAFT


def test_page_of_a_return_tells_what_to_correct(sign_in, head, methodist, whole, now):
    submit(head, whole, now)
    check(methodist, whole, now, message="Назовите цель точнее")

    page = text_of(sign_in(head).get(address("application", whole.token)))

    assert "Назовите цель точнее" in page
    assert address("submit_application", whole.token) in page


def test_page_of_a_co_author_does_not_submit(sign_in, head, colleague, whole):
    AuthorFactory(application=whole, user=colleague)

    page = text_of(sign_in(colleague).get(address("application", whole.token)))

    assert address("submit_application", whole.token) not in page
    assert address("remove_author", whole.token, colleague.token) in page
    assert address("remove_author", whole.token, head.token) not in page


def test_authors_come_and_go(sign_in, head, colleague, draft):
    client = sign_in(head)
    added = client.post(address("add_author", draft.token), {"email": colleague.email}, follow=True)
    assert "Коллега Ольга теперь может писать" in text_of(added)

    client.post(address("remove_author", draft.token, colleague.token))

    assert not Author.objects.filter(user=colleague).exists()
    wrong = client.post(address("add_author", draft.token), {"email": "не почта"})
    assert wrong.status_code == 409


def test_pages_are_missing_for_who_does_not_write(sign_in, learner, methodist, draft):
    for person in (learner, methodist):
        client = sign_in(person)
        for page in (address("application", draft.token), section(draft), address("preview_application", draft.token)):
            assert client.get(page).status_code == 404


def test_drop_leads_back_to_the_contest(sign_in, head, draft):
    response = sign_in(head).post(address("drop_application", draft.token))

    assert response.url == address("apply", draft.contest.slug)
    assert not Application.objects.exists()


def test_read_shows_what_would_be_submitted_and_what_was(sign_in, head, whole, now):
    whole.contest.is_blind = True
    whole.contest.save()
    client = sign_in(head)
    preview = address("preview_application", whole.token)
    assert "Библиотека у реки" in text_of(client.get(preview))
    assert "Библиотека у реки" not in text_of(client.get(preview + "?jury=1"))
    submit(head, whole, now)

    assert "Семьи читают дома" in text_of(client.get(address("submitted_application", whole.token, 1)))
    receipt = client.get(address("application_receipt", whole.token, 1))
    assert receipt.content.startswith(b"%PDF-")
    assert "receipt-1-1.pdf" in receipt.headers["Content-Disposition"]


def test_file_is_sent_as_it_is_and_bare(sign_in, head, draft, now):
    file = add(head, draft, now, picture(), "фото.jpg")
    client = sign_in(head)
    page = address("application_file", draft.token, file.token)

    whole, bare = client.get(page), client.get(page + "?blind=1")

    assert b"".join(whole.streaming_content) == b"".join(bare.streaming_content)
    assert "%D1%84%D0%BE%D1%82%D0%BE" in whole.headers["Content-Disposition"]
    assert "%D1%84%D0%BE%D1%82%D0%BE" not in bare.headers["Content-Disposition"]
    assert whole.headers["X-Content-Type-Options"] == "nosniff"


# --- own list, and how much is asked ---


def own_applications(user, school):
    found = own_mentoring(user, school, timezone.now(), beside=applications_beside(user, school))
    return [application_in(row) for row in found.others]


def test_own_applications_are_found_by_one_query(head, school, draft, django_assert_num_queries):
    draft.library = None
    draft.save()
    with django_assert_num_queries(2):  # her roles, and the list
        (row,) = own_applications(head, school)

    assert (row.library, row.state, row.until) == ("", "Черновик", draft.contest.deadline_at)


def test_own_applications_of_a_return_wait_for_its_moment(head, school, draft, now):
    Application.objects.update(state=ApplicationState.RETURNED, number=1, return_until=now)

    assert own_applications(head, school)[0].until == now


def grown_form(contest):
    """Return what makes the form longer."""

    def grow():
        number = FormSection.objects.filter(contest=contest).count()
        part = FormSection.objects.create(contest=contest, key=f"more{number}", title="Ещё", position=number)
        FormField.objects.create(section=part, key=f"more{number}", label="Ещё", kind="text", is_required=False)

    return grow


def test_pages_ask_the_same_however_long_the_form_is(sign_in, head, methodist, whole, now, assert_flat):
    client = sign_in(head)
    for page in (
        address("application", whole.token),
        section(whole),
        address("preview_application", whole.token),
        address("apply", whole.contest.slug),
    ):
        assert_flat(lambda page=page: client.get(page), grown_form(whole.contest), ceiling=12)
    submit(head, whole, now)
    check(methodist, whole, now)
    assert_flat(lambda: client.get(address("application", whole.token)), grown_form(whole.contest), ceiling=12)


def test_register_asks_the_same_however_many_there_are(
    sign_in, school, methodist, contest, direction, library, now, assert_flat
):
    client = sign_in(methodist)

    def grow():
        one = head_of(LibraryFactory(organisation=library.organisation), school)
        submit(one, fill_in(draft_of(contest, direction, one.library, one), now), now)

    assert_flat(lambda: client.get(address("register", contest.token)), grow)
    token = Application.objects.first().token
    assert_flat(lambda: client.get(address("check_application", contest.token, token)), grow)


def test_verdict_words_are_known(methodist, submitted, now):
    assert {str(one.label) for one in FormalVerdict} == {"Допустить", "Вернуть на доработку", "Отклонить"}
    assert ABOUT["title"] == submitted.title


def test_application_that_was_judged_is_with_the_jury_until_the_results_are_out(sign_in, head, submitted, now):
    Application.objects.update(state=ApplicationState.ADMITTED)
    client, page = sign_in(head), address("application", submitted.token)

    assert "Заявка у жюри" in text_of(client.get(page))
    submitted.contest.released_at = now
    submitted.contest.save()
    assert "итоги объявлены" in text_of(client.get(page))

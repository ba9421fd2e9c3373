"""Pages of applications: written without a script and with one, read, checked, typed from paper; numbers of queries."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.contest.applications.a_form import ABOUT
from tests.contest.applications.conftest import draft_of, fill_in, head_of, over
from tests.contest.applications.test_files import PDF, add, picture
from tests.contest.applications.test_submitting import check, submit
from tests.contest.factories import ApplicationFactory, AuthorFactory, JurorFactory, SheetFactory
from tests.people.factories import LibraryFactory

from nastavnik.contest.checking.values import mark_of
from nastavnik.contest.enums import ApplicationState, FormalVerdict, LatePolicy
from nastavnik.contest.models import Application, ApplicationFile, Author, FormField, FormSection, SectionText
from nastavnik.contest.selectors.applications.own import own_applications
from nastavnik.people.models import ConsentRound
from nastavnik.programme.permissions import place_of

EMPTY = mark_of("")


@pytest.fixture
def sign_in(client, school, now):
    """Sign somebody in who has gone through the documents."""

    def enter(user):
        place = place_of(school)
        ConsentRound.objects.get_or_create(
            user=user, place_kind=place.kind, place_id=place.id, defaults={"answered_at": now}
        )
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return enter


def address(name, *args):
    return reverse(f"contest:{name}", args=args)


def text_of(response):
    return response.content.decode()


def section(application, key="about"):
    return address("application_section", application.token, key)


def sent(**fields):
    """Return what a form sends of fields that were empty."""
    return {f"f-{key}": value for key, value in fields.items()} | {f"m-{key}": EMPTY for key in fields}


# --- beginning --------------------------------------------------------------------------------------------------------


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


# --- writing ----------------------------------------------------------------------------------------------------------


def test_section_shows_help_examples_limits_and_conditions(sign_in, head, draft):
    page = text_of(sign_in(head).get(section(draft)))

    assert "Начните здесь" in page
    assert "0 из 60" in page
    assert re.search(r'id="field-partners"[^>]*data-depends="f-has_partners"[^>]*hidden', page)
    assert f'name="m-goal" value="{EMPTY}"' in page


def test_section_of_a_blind_contest_says_what_the_jury_does_not_see(sign_in, head, draft):
    draft.contest.is_blind = True
    draft.contest.save()

    assert "Жюри этого не увидит" in text_of(sign_in(head).get(section(draft)))


def test_section_without_a_script_keeps_and_goes_on(sign_in, head, draft):
    client = sign_in(head)

    response = client.post(section(draft), sent(title="Читаем вместе", goal="Цель\r\nв две строки") | {"then": "next"})

    assert response.url == section(draft, "money")
    assert SectionText.objects.get().values == {"title": "Читаем вместе", "goal": "Цель\nв две строки"}
    assert client.post(section(draft), {"then": "goal"}).url == section(draft) + "#field-goal"
    assert client.post(section(draft), {"then": ""}).url == section(draft)
    assert client.post(section(draft), {"then": "done"}).url == address("application", draft.token)
    assert client.post(section(draft, "money"), {"then": "next"}).url == address("application", draft.token)


def test_section_reads_lists_and_rows(sign_in, head, draft):
    client = sign_in(head)
    rows = {
        "m-plan": EMPTY,
        "f-plan-0-id": "aa",
        "f-plan-0-what": " Вечер ",
        "f-plan-1-id": "aa",
        "f-plan-1-what": "Двойник",
        "f-plan-2-id": "НЕ ТО",
        "f-plan-2-what": "Прогулка",
        "f-plan-3-id": "bb",
        "f-plan-3-what": "Лишнее",
        "f-plan-3-drop": "1",
        "f-plan-5-id": "cc",
        "f-plan-5-what": "",
        "f-plan-6-id": "dd",
        "f-plan-6-people": "5",
    }

    client.post(section(draft, "money"), rows)
    client.post(section(draft), {"m-groups": EMPTY, "f-groups": ["дети", "рыбы"], "f-goal": "без метки"})

    values = {row.key: row.values for row in SectionText.objects.all()}
    plan = values["money"]["plan"]
    assert [row["what"] for row in plan] == ["Вечер", "Двойник", "Прогулка", ""]
    assert plan[0]["id"] == "aa"
    assert len({row["id"] for row in plan}) == 4
    assert values["about"] == {"groups": ["дети"]}
    page = text_of(client.get(section(draft, "money")))
    assert page.count("data-row-id") == 4 + 1 + 2 + 1  # rows, a pattern; of the empty table two and a pattern
    assert "Прогулка</option>" in page


def test_section_shows_what_is_wrong_with_what_was_typed(sign_in, head, draft):
    client = sign_in(head)
    client.post(section(draft), sent(goal="ж" * 41))

    page = text_of(client.get(section(draft)))

    assert "Длиннее на 1 знак" in page
    assert "Не заполнено" not in page
    assert "Не заполнено" in text_of(client.get(section(draft) + "?checked=1"))


@pytest.mark.parametrize(
    ("key", "first", "second", "told"),
    [
        ("about", {"f-goal": "Первая", "m-goal": EMPTY}, {"f-goal": "Вторая", "m-goal": EMPTY}, "Первая"),
        (
            "about",
            {"f-groups": ["дети", "все"], "m-groups": EMPTY},
            {"f-groups": "семьи", "m-groups": EMPTY},
            "дети, все",
        ),
        (
            "money",
            {"f-plan-0-id": "aa", "f-plan-0-what": "Вечер", "f-plan-0-people": "5", "m-plan": EMPTY},
            {"f-plan-0-id": "bb", "f-plan-0-what": "Утро", "m-plan": EMPTY},
            "Вечер · 5",
        ),
    ],
)
def test_section_shows_both_texts_of_a_conflict(sign_in, head, draft, key, first, second, told):
    client = sign_in(head)
    client.post(section(draft, key), first)

    response = client.post(section(draft, key), second)

    page = text_of(response)
    assert response.status_code == 409
    assert f'<div class="theirs-text">{told}</div>' in page
    mine = next(value for name, value in second.items() if name.endswith(("-what", "f-goal", "f-groups")))
    assert mine in page
    again = client.post(
        section(draft, key), second | {name: marks_in(page)[name] for name in second if name[:2] == "m-"}
    )
    assert again.status_code == 302


def marks_in(page):
    return dict(re.findall(r'name="(m-\w+)" value="(\w+)"', page))


def test_section_shows_that_another_emptied_a_field(sign_in, head, draft):
    client = sign_in(head)
    client.post(section(draft), sent(goal="Первая"))
    client.post(section(draft), {"f-goal": "", "m-goal": mark_of("Первая")})

    page = text_of(client.post(section(draft), {"f-goal": "Своя", "m-goal": mark_of("Первая")}))

    assert "соавтор очистил" in page


def test_save_tells_a_script_marks_and_the_text_of_another(sign_in, head, draft):
    client = sign_in(head)
    save = address("save_section", draft.token, "about")
    assert client.post(save, sent(goal="Первая")).json() == {"marks": {"goal": mark_of("Первая")}, "theirs": {}}

    answer = client.post(save, sent(goal="Вторая")).json()

    assert answer == {"marks": {"goal": mark_of("Первая")}, "theirs": {"goal": "Первая"}}
    assert client.post(save, {"f-goal": "", "m-goal": mark_of("Первая")}).json()["marks"] == {"goal": EMPTY}
    assert client.post(save, {"f-goal": "Моя", "m-goal": mark_of("Первая")}).json()["theirs"] == {"goal": ""}


def test_section_that_is_gone_or_closed_is_not_shown(sign_in, head, draft):
    client = sign_in(head)
    assert client.get(section(draft, "nothing")).status_code == 404
    Application.objects.update(state=ApplicationState.SUBMITTED, number=1)
    assert client.get(section(draft)).status_code == 409


def test_files_come_and_go_with_the_section(sign_in, head, draft):
    client = sign_in(head)
    letter = SimpleUploadedFile("письмо.pdf", PDF)
    wrong = SimpleUploadedFile("игра.exe", b"MZ")

    response = client.post(
        section(draft), sent(goal="Цель") | {"f-letters": [letter, wrong], "then": "letters"}, follow=True
    )

    file = ApplicationFile.objects.get()
    page = text_of(response)
    assert response.redirect_chain[0][0] == section(draft) + "#field-letters"
    assert "письмо.pdf" in page
    assert "игра.exe: Такой файл не принимается" in page
    assert SectionText.objects.get().values == {"goal": "Цель"}
    client.post(section(draft), {"remove-file": file.token})
    assert not ApplicationFile.objects.exists()


def test_files_offer_no_place_when_a_field_is_full(sign_in, head, draft, now):
    for _ in range(2):
        add(head, draft, now)

    assert 'name="f-letters"' not in text_of(sign_in(head).get(section(draft)))


def test_direction_is_chosen(sign_in, head, draft, direction):
    client = sign_in(head)
    Application.objects.update(direction=None)
    page = address("application_direction", draft.token)
    assert page in text_of(client.get(address("application", draft.token)))
    assert client.get(page).status_code == 200

    assert client.post(page, {"direction": direction.pk}).url == address("application", draft.token)
    assert Application.objects.get().direction == direction


# --- the page of an application ---------------------------------------------------------------------------------------


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


# --- the desk ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def submitted(head, whole, now):
    submit(head, whole, now)
    whole.refresh_from_db()
    return whole


def test_register_lists_what_came_in(sign_in, methodist, contest, submitted, head):
    ApplicationFactory(contest=contest)
    client = sign_in(methodist)
    page = address("register", contest.token)

    shown = text_of(client.get(page))

    assert "Читаем вместе" in shown
    assert head.full_name in shown
    assert "пишется 1 черновик" in shown
    for query, is_there in (
        ("q=ЧИТАЕМ", True),
        ("q=1", True),
        ("q=99", False),
        ("late=late", False),
        ("state=submitted", True),
    ):
        assert ("Читаем вместе" in text_of(client.get(f"{page}?{query}"))) is is_there, query
    assert "Читаем вместе" in text_of(client.get(f"{page}?direction={submitted.direction_id}"))


def test_register_is_sent_as_a_workbook(sign_in, director, contest, submitted):
    Application.objects.update(is_late=True, library=None, direction=None, title="")

    response = sign_in(director).get(address("register", contest.token) + "?export=xlsx")

    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)
    assert rows[1][0] == 1
    assert "опозданием" in rows[1][6]


def test_check_shows_the_application_and_what_strikes(sign_in, methodist, submitted, contest, now):
    page = address("check_application", contest.token, submitted.token)
    client = sign_in(methodist)
    assert "ограничения соблюдены" in text_of(client.get(page))

    response = client.post(page, {"verdict": "admit", "message": "", "until": "", "turn": 1})

    submitted.refresh_from_db()
    assert response.url == address("register", contest.token)
    assert submitted.state == ApplicationState.ADMITTED
    SheetFactory(juror=JurorFactory(contest=contest), application=submitted)
    assert "уже есть её оценочные листы" in text_of(client.get(page))


def test_check_asks_for_a_word_and_a_moment(sign_in, secretary, submitted, contest, school, now):
    page = address("check_application", contest.token, submitted.token)
    client = sign_in(secretary)

    wrong = text_of(client.post(page, {"verdict": "return", "message": " ", "until": "", "turn": 1}))
    assert "Напишите в нескольких словах" in wrong
    assert "Укажите, до какого времени" in wrong
    past = client.post(page, {"verdict": "return", "message": "Цель", "until": "2020-01-01T10:00", "turn": 1})
    assert "в будущем" in text_of(past)
    until = (now + timedelta(days=2)).astimezone(school.zone).strftime("%Y-%m-%dT%H:%M")
    client.post(page, {"verdict": "return", "message": "Цель", "until": until, "turn": 1})

    submitted.refresh_from_db()
    assert submitted.return_until.astimezone(school.zone).strftime("%Y-%m-%dT%H:%M") == until
    assert "на исправлении до" in text_of(client.get(page))


def test_check_is_looked_at_by_the_director_and_decided_by_others(sign_in, director, submitted, contest):
    page = address("check_application", contest.token, submitted.token)
    client = sign_in(director)

    assert 'name="verdict"' not in text_of(client.get(page))
    assert client.post(page, {"verdict": "admit", "turn": 1}).status_code == 403
    assert client.get(address("desk_receipt", contest.token, submitted.token)).content.startswith(b"%PDF-")


def test_check_finds_what_paper_lacks(sign_in, secretary, contest, library, now):
    client = sign_in(secretary)
    page = address("paper_application", contest.token)
    assert client.get(page).status_code == 200
    came = (now - timedelta(hours=2)).astimezone(contest.school.zone).strftime("%Y-%m-%dT%H:%M")
    future = (now + timedelta(hours=2)).astimezone(contest.school.zone).strftime("%Y-%m-%dT%H:%M")
    assert "не могла прийти" in text_of(client.post(page, {"library": library.pk, "received_at": future}))

    response = client.post(page, {"library": library.pk, "received_at": came})
    begun = Application.objects.get()
    assert response.url == address("application", begun.token)
    client.post(section(begun), sent(title="С бумаги"))
    shown = text_of(client.get(address("application", begun.token)))
    assert "С бумаги" in shown
    client.post(address("submit_application", begun.token))

    checked = text_of(client.get(address("check_application", contest.token, begun.token)))
    assert "#section-about" in checked
    assert address("application", begun.token) in checked


def test_check_of_what_was_never_submitted_is_missing(sign_in, methodist, contest, draft):
    client = sign_in(methodist)
    assert client.get(address("check_application", contest.token, draft.token)).status_code == 404
    Application.objects.update(number=1, state=ApplicationState.SUBMITTED)
    assert client.get(address("check_application", contest.token, draft.token)).status_code == 404


# --- own list, and how much is asked ----------------------------------------------------------------------------------


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

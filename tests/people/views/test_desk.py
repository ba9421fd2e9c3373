import io

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network
from tests.people.views.pages import get, post, text_of

from nastavnik.core.clock import now as clock_now
from nastavnik.people import services
from nastavnik.people.enums import LetterFault, LetterState, NoticeKind, Role
from nastavnik.people.models import Letter, Library, Organisation, RoleAssignment, StaffImport, User
from nastavnik.people.permissions import has_role

pytestmark = pytest.mark.django_db
PASSWORD = "верный пароль 1"


def test_people_are_shown_and_exported(methodist_client, learner):
    assert learner.full_name in text_of(get(methodist_client, "people"))
    assert learner.full_name in get(methodist_client, "people", export="csv").getvalue().decode()
    assert get(methodist_client, "people", export="xlsx").getvalue().startswith(b"PK")


def test_people_ask_the_same_number_of_queries_for_many(methodist_client, place, branch, assert_flat):
    def grow():
        for _ in range(3):
            one = UserFactory(library=branch)
            grant(one, Role.LEARNER, place)
            grant(one, Role.MENTOR, place)

    assert_flat(lambda: get(methodist_client, "people"), grow)


def test_libraries_and_outbox_ask_the_same_number_of_queries_for_many(methodist_client, learner, network, assert_flat):
    assert_flat(lambda: get(methodist_client, "libraries"), lambda: LibraryFactory(organisation=network))

    def grow():
        services.notify(
            user_ids=[learner.pk], kind=NoticeKind.LESSONS, template="people/notices/second_factor", now=clock_now()
        )
        Letter.objects.update(state=LetterState.FAILED, fault=LetterFault.SERVER)

    assert_flat(lambda: get(methodist_client, "outbox"), grow)


def test_person_is_edited_and_a_refusal_keeps_what_was_typed(methodist_client, learner, place, other_place, branch):
    words = {"full_name": "Новая Анна", "position": "зав.", "phone": "", "library": branch.token, "email": "n@b.ru"}
    response = post(methodist_client, "edit_person", learner.token, **words)
    assert response["Location"] == reverse("people:person", args=[learner.token])
    learner.refresh_from_db()
    assert (learner.full_name, learner.library, learner.email) == ("Новая Анна", branch, "n@b.ru")
    learner.last_login = timezone.now()
    learner.save()
    assert "Почту человек меняет сам" in text_of(get(methodist_client, "edit_person", learner.token))
    grant(learner, Role.LEARNER, other_place)
    response = post(methodist_client, "edit_person", learner.token, **words | {"full_name": "Другая Анна"})
    assert response.status_code == 200
    assert "Другая Анна" in text_of(response)
    assert "ещё в одной школе" in text_of(response)


def test_roles_are_granted_and_withdrawn(methodist_client, learner, place):
    post(methodist_client, "roles", learner.token, role="mentor")
    assert has_role(User.objects.get(pk=learner.pk), place, Role.MENTOR)
    response = post(methodist_client, "roles", learner.token, role="mentor", withdraw="1")
    assert response["Location"] == reverse("people:person", args=[learner.token])
    response = post(methodist_client, "roles", learner.token, role="learner", withdraw="1")
    assert response["Location"] == reverse("people:people")
    assert not RoleAssignment.objects.filter(user=learner).exists()


def test_unknown_role_changes_nothing(methodist_client, learner):
    post(methodist_client, "roles", learner.token, role="king")
    assert RoleAssignment.objects.filter(user=learner).count() == 1


def test_switching_off_offers_undo(methodist_client, learner):
    response = methodist_client.post(reverse("people:deactivate", args=[learner.token]), follow=True)
    assert not User.objects.get(pk=learner.pk).is_active
    assert reverse("people:activate", args=[learner.token]) in text_of(response)
    post(methodist_client, "activate", learner.token)
    assert User.objects.get(pk=learner.pk).is_active


def test_refusal_comes_back_as_a_message(methodist_client, methodist):
    url = reverse("people:person", args=[methodist.token])
    deactivate = reverse("people:deactivate", args=[methodist.token])
    response = methodist_client.post(deactivate, headers={"Referer": f"http://testserver{url}"}, follow=True)
    assert "Свою учётную запись здесь выключить нельзя" in text_of(response)


def test_inviting_shows_the_link_once(methodist_client, place):
    response = post(methodist_client, "invite", email="new@example.ru", full_name="Новая Анна", role="learner")
    assert "/invitation/" in text_of(response)
    assert Letter.objects.get(to_email="new@example.ru")
    person = User.objects.get(email="new@example.ru")
    assert "/invitation/" in text_of(post(methodist_client, "renew_invitation", person.token))


def test_inviting_a_stranger_with_an_account_shows_no_link(methodist_client, outsider):
    response = post(methodist_client, "invite", email=outsider.email, full_name="Кто", role="learner")
    assert "ссылка здесь не показывается" in text_of(response)


def test_library_is_added_edited_and_refused_when_taken(methodist_client, network, branch):
    words = {"name": "Пушкарская", "kind": "branch", "number": "22", "settlement": "", "organisation": network.token}
    assert post(methodist_client, "add_library", **words)["Location"] == reverse("people:libraries")
    assert post(methodist_client, "add_library", **words).status_code == 200
    more = words | {"name": "Третья", "number": "23", "more": "1"}
    assert post(methodist_client, "add_library", **more)["Location"] == reverse("people:add_library")
    library = Library.objects.get(number=22)
    post(methodist_client, "library", library.token, **words | {"settlement": "с. Пушкарное", "is_model": "on"})
    library.refresh_from_db()
    assert (library.settlement, library.is_model) == ("с. Пушкарное", True)
    assert "уже есть" in text_of(post(methodist_client, "library", library.token, **words | {"number": "6"}))
    assert "с. Пушкарное" in text_of(get(methodist_client, "library", library.token))


def test_organisation_is_added_edited_and_refused_when_taken(methodist_client, network):
    words = {"name": "БГИИК", "short_name": "БГИИК", "legal_form": "university", "site": ""}
    assert post(methodist_client, "add_organisation", **words)["Location"] == reverse("people:organisations")
    added = Organisation.objects.get(name="БГИИК")
    post(methodist_client, "organisation", added.token, **words | {"short_name": "Институт"})
    added.refresh_from_db()
    assert added.short_name == "Институт"
    response = post(methodist_client, "organisation", added.token, **words | {"name": network.name})
    assert "уже есть" in text_of(response)


def test_library_of_others_can_be_read_only(client, methodist, outsider, school, branch, place, other_place):
    in_network(branch.organisation, other_place, is_keeper=False)
    client.force_login(outsider, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("people:library", args=[branch.token])
    assert client.get(url).status_code == 404
    response = client.get(url, headers={"Host": "other.example.ru"})
    assert "Данные меняет методист школы" in text_of(response)


def upload(client, rows):
    file = io.BytesIO("\n".join(["ФИО;Почта;Должность", *rows]).encode("cp1251"))
    file.name = "Список.csv"
    return client.post(reverse("people:staff_lists"), {"file": file})


def test_staff_list_goes_through_preview_apply_and_undo(methodist_client, methodist):
    rows = ["Новая Анна;new@example.ru;зав.", f"{methodist.full_name};{methodist.email};методист", "Вакансия;;"]
    page = upload(methodist_client, rows)["Location"]
    for rows_of, words in (
        ("", "Новая Анна"),
        ("changed", "методист"),
        ("odd", "не похоже на имя"),
        ("same", "Таких строк"),
    ):
        assert words in text_of(methodist_client.get(page, {"rows": rows_of}))
    assert not User.objects.filter(email="new@example.ru").exists()
    token = StaffImport.objects.get().token
    assert post(methodist_client, "recheck_staff_list", token)["Location"] == page
    response = methodist_client.post(
        reverse("people:apply_staff_list", args=[token]), {"is_inviting": "1"}, follow=True
    )
    assert reverse("people:undo_staff_list", args=[token]) in text_of(response)
    assert Letter.objects.get(to_email="new@example.ru")
    User.objects.filter(email="new@example.ru").update(last_login=timezone.now())
    response = methodist_client.post(reverse("people:undo_staff_list", args=[token]), follow=True)
    assert "1 человек оставлен как есть" in text_of(response)
    assert "входил" in text_of(response)
    assert "Список.csv" in text_of(get(methodist_client, "staff_lists"))


def test_unreadable_file_is_refused_on_the_form(methodist_client):
    file = io.BytesIO(b"\x89PNG\x00")
    file.name = "a.png"
    response = methodist_client.post(reverse("people:staff_lists"), {"file": file})
    assert "не читается как таблица" in text_of(response)


def test_undo_of_everything_keeps_nobody(methodist_client):
    upload(methodist_client, ["Новая Анна;new@example.ru;"])
    token = StaffImport.objects.get().token
    post(methodist_client, "apply_staff_list", token)
    response = methodist_client.post(reverse("people:undo_staff_list", args=[token]), follow=True)
    assert "оставлен" not in text_of(response)
    assert not User.objects.filter(email="new@example.ru").exists()


def test_failed_letter_is_explained_and_sent_again(methodist_client, learner, place):
    services.notify(
        user_ids=[learner.pk],
        kind=NoticeKind.LESSONS,
        template="people/notices/second_factor",
        now=clock_now(),
        place=place,
    )
    Letter.objects.update(state=LetterState.FAILED, fault=LetterFault.ADDRESS, error="SMTP 550")
    page = text_of(get(methodist_client, "outbox"))
    assert "Почтовый сервер не принял адрес" in page
    assert "SMTP 550" in page
    post(methodist_client, "retry_letter", Letter.objects.get().token)
    assert Letter.objects.get().state == LetterState.WAITING


def test_text_of_a_consent_is_published_at_the_desk(methodist_client, place):
    response = post(methodist_client, "consent_texts", kind="recording", text="## Запись\n\nДа.")
    assert response.status_code == 302
    page = text_of(get(methodist_client, "consent_texts", kind="recording"))
    assert "## Запись" in page
    assert "<h2>Запись</h2>" in text_of(get(methodist_client, "document", "recording"))
    assert get(methodist_client, "document", "nonsense").status_code == 404

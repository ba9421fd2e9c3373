"""The page of an application, its history, a field in two states, versions side by side."""

from datetime import timedelta

import pytest
from tests.grants.factories import GrantMemberFactory
from tests.grants.writing.pages import address, section, text_of
from tests.grants.writing.test_files import add
from tests.grants.writing.typing import on, save, values_of
from tests.people.factories import UserFactory

from nastavnik.grants.enums import GrantState, MilestoneKind
from nastavnik.grants.models import Milestone, Revision
from nastavnik.grants.services import writing as services

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(application, author, mentor, now):
    """Return an application with a text of two revisions and one that was set aside."""
    save(author, application, now, target_group="Подростки нашего села")
    save(mentor, application, now, target_group=on("Подростки нашего посёлка", "Подростки нашего села"))
    save(author, application, now, target_group=on("Семьи нашего села", "Подростки нашего села"))
    return application


def field(application, key="target_group", query=""):
    return address("field_history", application.token, key) + query


def test_application_shows_sections_gaps_changes_people_and_what_is_next(sign_in, written, author):
    page = text_of(sign_in(author).get(address("grant", written.token)))

    assert section(written, "why") in page
    assert f"{section(written)}#field-title" in page
    assert "Наставница Вера" in page
    assert "Писать: О проекте" in page
    assert "ждёт, чтобы его свели с другим" in page
    assert "Подростки нашего посёлка" not in page  # the excerpt is what differs
    assert "посёлка" in page


def test_application_whole_leads_to_the_check_or_to_the_fund(sign_in, application, author, monkeypatch):
    from nastavnik.grants.funds.checker import Checked  # noqa: PLC0415 -- a name of this test alone
    from nastavnik.grants.selectors.writing import page as pages  # noqa: PLC0415 -- it is what is replaced

    client = sign_in(author)
    found = pages.check
    monkeypatch.setattr(pages, "check", lambda *_args: Checked((), (), 100))
    assert "Подготовить для фонда" in text_of(client.get(address("grant", application.token)))
    rows = [{"id": "a", "objective": "Собрать"}]
    save(author, application, application.changed_at, "plan", objectives=rows)
    monkeypatch.setattr(pages, "check", lambda *args: Checked((), found(*args).findings, 100))
    page = text_of(client.get(address("grant", application.token)))
    assert "Посмотреть, что нашла проверка" in page


def test_application_is_read_by_who_does_not_write(sign_in, written, director, author):
    assert address("read", written.token) in text_of(sign_in(director).get(address("grant", written.token)))
    written.state = GrantState.SUBMITTED
    written.save()

    assert "Прочитать целиком" in text_of(sign_in(author).get(address("grant", written.token)))


def test_history_lists_changes_and_narrows_them(sign_in, written, author, mentor, now):
    save(author, written, now, "why", problem="Проблема села")
    client = sign_in(author)
    history = address("history", written.token)

    page = text_of(client.get(history))
    assert page.count("grant-change-who") == 4
    assert "Семьи нашего села" in page
    assert text_of(client.get(f"{history}?field=problem")).count("grant-change-who") == 1
    assert text_of(client.get(f"{history}?who={mentor.token}")).count("grant-change-who") == 1
    assert "Там ничего не меняли" in text_of(client.get(f"{history}?field=title"))


def test_history_of_nothing_teaches(sign_in, application, author):
    assert "Пока ничего не написано" in text_of(sign_in(author).get(address("history", application.token)))


def test_history_pages_what_is_long(sign_in, application, author, now):
    before = ""
    for number in range(25):
        save(author, application, now + timedelta(hours=number), title=on(f"Название {number}", before))
        before = f"Название {number}"
    client = sign_in(author)

    assert "page=2" in text_of(client.get(address("history", application.token)))
    first, second = (text_of(client.get(field(application, "title", query))) for query in ("", "?page=2"))
    assert first.count("grant-revision") > 20
    assert "№ 25" in first
    assert "№ 25" not in second
    assert "№ 3<" in second


def test_field_shows_the_last_change_word_by_word(sign_in, written, author):
    page = text_of(sign_in(author).get(field(written, query="?new=2")))

    assert '<ins><span class="visually-hidden">добавлено: </span>посёлка</ins>' in page
    assert '<del><span class="visually-hidden">убрано: </span>села</del>' in page
    assert "diff--side" in page
    assert "diff--side" not in text_of(sign_in(author).get(field(written, query="?new=2&view=inline")))


def test_field_compares_what_was_set_aside_with_what_stands(sign_in, written, author):
    client = sign_in(author)
    by_number, by_word = (text_of(client.get(field(written, query=f"?old=now&new={ref}"))) for ref in ("3", "aside"))

    assert "Семьи" in by_word
    assert address("leave_aside", written.token, "target_group", 3) in by_number
    assert address("leave_aside", written.token, "target_group", 3) in by_word


def test_field_of_the_first_revision_stands_against_nothing(sign_in, written, author):
    assert "Здесь ничего не было" in text_of(sign_in(author).get(field(written, query="?new=1")))
    assert "Оба текста одинаковы" in text_of(sign_in(author).get(field(written, query="?old=2&new=now")))


def test_field_of_files_tells_names_and_restores_none(sign_in, application, author, now):
    add(author, application, now)
    page = text_of(sign_in(author).get(field(application, "full_description", "?old=now&new=1")))

    assert "письмо.pdf" in page
    assert "/restore/" not in page


def test_field_of_rows_tells_what_became_of_each(sign_in, application, author, now):
    old = [{"id": name, "objective": text} for name, text in (("a", "Собрать"), ("b", "Научить"), ("c", "Показать"))]
    new = [{"id": name, "objective": text} for name, text in (("a", "Собрать"), ("c", "Показать всем"), ("d", "Новое"))]
    save(author, application, now, "plan", objectives=old)
    save(author, application, now + timedelta(hours=2), "plan", objectives=on(new, old))
    page = text_of(sign_in(author).get(field(application, "objectives")))

    assert "новая строка" in page
    assert "строка убрана" in page
    assert "1 строка без изменений" in page
    assert page.index("Научить") < page.index("Новое")


def test_field_that_is_none_and_revisions_that_are_none_do_not_exist(sign_in, written, author):
    client = sign_in(author)

    assert client.get(field(written, "nothing")).status_code == 404
    for ref in ("99", "x", "1234567890", "²"):
        assert client.get(field(written, query=f"?new={ref}")).status_code == 404
    assert client.get(field(written, "title", "?new=aside")).status_code == 404
    assert "Здесь ещё ничего не написано" in text_of(client.get(field(written, "title")))


def test_restore_and_leave_by_their_buttons(sign_in, written, author, director):
    client = sign_in(author)
    client.post(address("leave_aside", written.token, "target_group", 3))
    answer = client.post(address("restore_revision", written.token, "target_group", 1), follow=True)

    assert values_of(written)["target_group"] == "Подростки нашего села"
    assert "Текст снова стоит в поле" in text_of(answer)
    assert sign_in(director).post(address("leave_aside", written.token, "target_group", 3)).status_code == 403
    assert "/restore/" not in text_of(sign_in(director).get(field(written, query="?old=1&new=2")))


def test_versions_are_kept_compared_and_brought_back(sign_in, written, author, now):
    client = sign_in(author)
    page = text_of(client.post(address("keep_version", written.token), {"name": "До сокращения"}, follow=True))
    kept = Milestone.objects.get()
    save(author, written, now, title="Читаем", target_group=on("Все", "Подростки нашего посёлка"))
    compare = address("compare_versions", written.token)

    compared = text_of(client.get(compare))
    assert "До сокращения" in page
    assert "Читаем" in compared
    assert "grant-difference" in compared
    assert "Тексты двух версий одинаковы" in text_of(client.get(f"{compare}?old={kept.token}&new={kept.token}"))
    assert "diff--side" not in text_of(client.get(f"{compare}?view=inline"))
    client.post(address("restore_version", written.token, kept.token))
    assert values_of(written)["target_group"] == "Подростки нашего посёлка"
    assert Milestone.objects.filter(kind=MilestoneKind.REPLACED).count() == 1
    between = f"{compare}?old={kept.token}&new={Milestone.objects.first().token}"
    assert "Читаем" in text_of(client.get(between))


def test_versions_without_a_name_are_refused_and_strange_ones_do_not_exist(sign_in, written, author, director):
    client = sign_in(author)

    assert client.post(address("keep_version", written.token), {"name": " "}).status_code == 409
    assert client.get(address("compare_versions", written.token) + "?old=none").status_code == 404
    assert "Тексты двух версий одинаковы" in text_of(client.get(address("compare_versions", written.token)))
    assert sign_in(director).post(address("keep_version", written.token), {"name": "Моя"}).status_code == 403


def test_application_names_its_last_version(sign_in, written, author, now):
    services.name_version(actor=author, grant_id=written.pk, name="Черновик осени", now=now)

    assert "Черновик осени" in text_of(sign_in(author).get(address("grant", written.token)))


@pytest.mark.parametrize("name", ["grant", "read", "history", "compare_versions"])
def test_pages_ask_the_same_whatever_there_is(sign_in, application, author, now, assert_flat, name):
    client = sign_in(author)

    def grow():
        user = UserFactory()
        GrantMemberFactory(project=application.project, user=user)
        for hour in range(3):
            before = values_of(application).get("target_group", "")
            later = now + timedelta(hours=hour)
            save(user, application, later, target_group=on(before + " ещё слово", before))
            save(user, application, later, target_group=on(f"Другое {user.pk} {hour}", "не то"))
        services.name_version(actor=user, grant_id=application.pk, name="Версия", now=now)

    assert_flat(lambda: client.get(address(name, application.token)), grow)


@pytest.mark.parametrize("key", ["section", "field_history"])
def test_pages_of_fields_ask_the_same_whatever_there_is(sign_in, application, author, now, assert_flat, key):
    client = sign_in(author)

    def grow():
        user = UserFactory()
        GrantMemberFactory(project=application.project, user=user)
        before = values_of(application).get("target_group", "")
        save(user, application, now, target_group=on(before + " ещё слово", before))
        save(user, application, now, target_group=on(f"Другое {user.pk}", "не то"))

    page = section(application) if key == "section" else field(application)
    assert_flat(lambda: client.get(page), grow)


def test_text_of_a_field_that_the_form_has_no_more_is_still_kept(sign_in, application, author, now):
    words = {"value": "Старое", "is_aside": True, "began_at": now, "written_at": now}
    Revision.objects.create(grant=application, key="gone", number=1, written_by=author, **words)
    page = text_of(sign_in(author).get(address("history", application.token)))

    assert "gone" in page

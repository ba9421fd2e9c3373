"""Pages of results: what the desk sees, what everybody sees, what authors and jurors see of their own."""

from io import BytesIO

import pytest
from docx import Document
from tests.conftest import queries_of
from tests.contest.jury.factories import NOW, ApplicationFactory, ContestFactory, JurorFactory, RecusalFactory
from tests.contest.results.rows import DAY, judge, release, said, text_of, url
from tests.people.factories import UserFactory

from nastavnik.contest.enums import ApplicationState, Feedback
from nastavnik.contest.models import Author, ChairVote, Decision, Diploma, Minutes
from nastavnik.contest.ranking.told import differences, read_file
from nastavnik.contest.services import results as services
from nastavnik.core.http.guests import PAGES
from nastavnik.people.enums import ConsentHow, ConsentKind
from nastavnik.people.models import Consent, ConsentText
from nastavnik.programme.permissions import place_of

MOST_QUERIES = 12


@pytest.fixture
def author(judged):
    return Author.objects.get(application=judged[0]).user


@pytest.fixture
def released(contest, judged, awards, methodist):
    release(methodist, contest)
    return contest


def decide(methodist, application, award, note=""):
    decision = Decision.objects.get(application=application)
    words = {"award_id": award.pk, "note": note, "version": decision.version, "now": NOW}
    services.decide(actor=methodist, application_id=application.pk, **words)


def test_ranking_tells_the_formula_and_what_stands_beside_it(as_methodist, contest, judged, jurors, criteria):
    contest.sheets_each = 4
    contest.save()
    judge(JurorFactory(contest=contest), judged[0], criteria, 0, 10)

    page = text_of(as_methodist.get(url("ranking", contest.token)))

    assert "16,00" in page
    assert "18,00" in page
    assert "У 2 заявок учтённых листов меньше положенного (4)" in page
    assert "При равенстве баллов решают" in page


def test_ranking_says_nothing_while_the_review_goes_on(as_methodist, contest, judged):
    contest.review_until = NOW + DAY
    contest.save()

    page = text_of(as_methodist.get(url("ranking", contest.token)))

    assert "Экспертиза продолжается" in page
    assert judged[0].title not in page
    for name in ("without", "decisions", "letters", "release", "minutes"):
        assert judged[0].title not in text_of(as_methodist.get(url(name, contest.token), follow=True))


def test_ranking_leaves_recused_sheets_out_and_names_what_has_no_place(as_methodist, contest, judged, jurors, criteria):
    alone = ApplicationFactory(contest=contest, number=4, title="Без листов")
    judge(jurors[0], alone, criteria, 10)
    RecusalFactory(juror=jurors[0], application=alone)

    page = text_of(as_methodist.get(url("ranking", contest.token)))

    assert "Без места: нет учтённых листов" in page
    assert "Без листов" in page


def test_ranking_of_a_direction_has_its_own_places_and_goes_as_a_table(as_methodist, contest, judged):
    families = judged[1].direction_id

    page = text_of(as_methodist.get(url("ranking", contest.token), {"direction": families}))
    sheet = as_methodist.get(url("ranking", contest.token), {"export": "xlsx"})

    assert judged[1].title in page
    assert judged[0].title not in page
    assert "spreadsheet" in sheet["Content-Type"]
    sheet.close()


def test_ranking_shares_places_in_directions_too(contest, applications, jurors, criteria, as_methodist):
    for one in applications[::2]:
        one.direction = None
        one.save()
        judge(jurors[0], one, criteria, 5)
    contest.tie_rules = ["shared"]
    contest.save()

    page = text_of(as_methodist.get(url("ranking", contest.token), {"q": "ве"}))

    assert "место делится" in page
    assert applications[2].title not in page.split("<h2>Места")[0].split("</tbody>")[0].split("<tbody>")[1]


def test_ranking_tells_neighbours_that_hang_on_one_juror(as_methodist, contest, applications, jurors, criteria):
    for juror, marks in zip(jurors, ((9, 5), (5, 6), (5, 6)), strict=True):
        for application, mark in zip(applications[:2], marks, strict=True):
            judge(juror, application, criteria, mark)

    page = text_of(as_methodist.get(url("ranking", contest.token)))
    without = text_of(as_methodist.get(url("without", contest.token)))

    assert "Места 1–2 неразличимы" in page
    assert "Первая Анна" in without


def test_without_one_juror_tells_who_would_come_in(as_methodist, contest, applications, awards, jurors, criteria):
    for juror, marks in zip(jurors, ((9, 5), (5, 6), (5, 6)), strict=True):
        for application, mark in zip(applications[:2], marks, strict=True):
            judge(juror, application, criteria, mark)

    page = text_of(as_methodist.get(url("without", contest.token)))

    assert "№ 2 · Ёлка для всех" in page
    assert "первые места те же" in page


def test_without_one_juror_of_nothing_is_empty(as_methodist, contest, criteria):
    assert "рейтинга нет" in text_of(as_methodist.get(url("without", contest.token)))
    assert "Ничего не оценено" in text_of(as_methodist.get(url("ranking", contest.token)))


def test_desk_asks_at_most_twelve_times_however_many_applied_and_judged(
    as_methodist, contest, judged, jurors, criteria, awards, methodist
):
    services.take_places(actor=methodist, contest_id=contest.pk, now=NOW)
    services.make_minutes(actor=methodist, contest_id=contest.pk, now=NOW)
    of_contest = ("ranking", "without", "decisions", "minutes", "letters", "numbers", "release", "chair_vote")
    pages = [url(name, contest.token) for name in of_contest]
    pages += [url(name, contest.token, judged[0].token) for name in ("decide", "letter")]
    counted = {page: queries_of(lambda page=page: as_methodist.get(page)) for page in pages}

    for number in range(10, 16):
        application = ApplicationFactory(contest=contest, number=number)
        for juror in (*jurors, JurorFactory(contest=contest)):
            judge(juror, application, criteria, 4, advice="Совет")

    again = {page: queries_of(lambda page=page: as_methodist.get(page)) for page in pages}
    assert again == counted
    assert max(counted.values()) <= MOST_QUERIES, counted


def test_readers_and_authors_pages_ask_at_most_twelve_times(client, released, judged, author, awards, jurors, criteria):
    diploma = Diploma.objects.get(application=judged[0])
    open_to_all = [url(name, released.slug) for name in ("results", "gallery")]
    open_to_all.append(url("verify_diploma", diploma.code))
    own = [url(name, judged[0].token) for name in ("own_result", "own_idea", "own_diploma")]
    as_guest = {page: queries_of(lambda page=page: client.get(page)) for page in open_to_all}
    client.force_login(author)
    as_author = {page: queries_of(lambda page=page: client.get(page)) for page in (*open_to_all, *own)}
    assert max(*as_guest.values(), *as_author.values()) <= MOST_QUERIES, (as_guest, as_author)

    for number in range(10, 16):
        application = ApplicationFactory(contest=released, number=number)
        Decision.objects.create(application=application, award=awards[1], decided_at=NOW)
        judge(jurors[0], application, criteria, 4, advice="Совет")

    assert {page: queries_of(lambda page=page: client.get(page)) for page in as_author} == as_author


def test_letters_go_by_pages_and_from_one_to_the_next(as_methodist, contest, judged):
    later = [ApplicationFactory(contest=contest, number=number) for number in range(10, 31)]

    first = text_of(as_methodist.get(url("letters", contest.token)))
    last = text_of(as_methodist.get(url("letters", contest.token), {"page": "2"}))

    assert judged[0].title in first
    assert later[-1].title not in first
    assert later[-1].title in last
    between = text_of(as_methodist.get(url("letter", contest.token, judged[1].token)))
    assert url("letter", contest.token, judged[0].token) in between
    assert url("letter", contest.token, judged[2].token) in between
    assert "Следующее письмо" not in text_of(as_methodist.get(url("letter", contest.token, later[-1].token)))


def test_numbers_go_out_whole_as_one_table(as_methodist, contest, judged):
    address = url("numbers", contest.token)

    answer = as_methodist.get(address, {"whole": "1", "export": "csv"})

    lines = b"".join(answer.streaming_content).decode()
    assert "Направление;Семья;1;1;1;" in lines
    assert "Критерий;Бюджет;;;;6" in lines
    assert f"Библиотека;{judged[0].library.label};1;1;1;" in lines


def test_history_tells_what_was_done_with_results(as_methodist, contest, judged, awards, methodist):
    release(methodist, contest)

    page = text_of(as_methodist.get(url("desk_contest", contest.token)))

    for words in ("взял(а) места из рейтинга", "составил(а) протокол жюри", "объявил(а) итоги"):
        assert words in page


def test_decision_tells_who_changed_it(as_methodist, contest, judged, awards):
    address = url("decide", contest.token, judged[0].token)
    as_methodist.post(address, {"award": awards[1].pk, "note": "", "version": 0})

    assert "изменил(а) награду или примечание" in text_of(as_methodist.get(address))


def test_chair_is_led_to_her_vote_when_it_is_time(client, contest, judged, jurors):
    address = url("jury_contest", contest.token)
    chair_url = url("chair_vote", contest.token)
    client.force_login(jurors[0].user)
    assert chair_url in text_of(client.get(address))
    client.force_login(jurors[1].user)
    assert chair_url not in text_of(client.get(address))
    contest.tie_rules = ["shared"]
    contest.save()
    client.force_login(jurors[0].user)
    assert chair_url not in text_of(client.get(address))


def test_chair_votes_on_her_own_page_without_marks(client, contest, applications, jurors, criteria):
    for juror in jurors:
        for application in applications[:2]:
            judge(juror, application, criteria, 7)
    client.force_login(jurors[0].user)
    address = url("chair_vote", contest.token)
    assert "Начиная с места 1" in text_of(client.get(address))

    client.post(address, {"rank-1": "1", "rank-2": "1", "reason": "Так"})
    assert not ChairVote.objects.exists()
    response = client.post(address, {"rank-1": "2", "rank-2": "1", "rank-x": "3", "other": "1", "reason": "Так"})

    assert said(response) == ["Решение председателя записано с причиной."]
    assert ChairVote.objects.get(rank=1).application == applications[1]
    page = text_of(client.get(address))
    assert "записано" in page
    assert "14,00" not in page
    client.force_login(jurors[1].user)
    assert client.get(address).status_code == 404


def test_methodist_goes_the_whole_way(as_methodist, contest, judged, awards, client):
    token = contest.token
    assert "расходятся с рейтингом" in text_of(as_methodist.get(url("decisions", token)))
    assert said(as_methodist.post(url("take_places", token))) == ["Изменилось 3 решения."]
    page = text_of(as_methodist.get(url("decide", token, judged[2].token)))
    assert "Приз жюри" in page
    assert "Диплом I степени" not in page
    form = {"award": awards[1].pk, "note": "За смелость", "version": 1}
    as_methodist.post(url("decide", token, judged[2].token), form)
    stale = text_of(as_methodist.post(url("decide", token, judged[2].token), form))
    assert "Пока вы писали, это изменили" in stale
    as_methodist.post(url("letter", token, judged[1].token), {"letter": "Дорогие!", "version": 1})
    stale = text_of(as_methodist.post(url("letter", token, judged[1].token), {"letter": "Ещё", "version": 1}))
    assert "Пока вы писали, это изменили" in stale
    assert "исправлено" in text_of(as_methodist.get(url("letters", token)))
    assert "Объявить итоги?" not in text_of(as_methodist.get(url("release", token)))
    as_methodist.post(url("minutes", token))
    assert "действует" in text_of(as_methodist.get(url("minutes", token)))
    assert "Объявить итоги?" in text_of(as_methodist.get(url("release", token)))

    response = as_methodist.post(url("release", token))

    assert said(response) == ["Итоги объявлены. Письма ушли 3 людям."]
    assert "Дипломы победителей" in text_of(as_methodist.get(url("release", token)))
    client.logout()
    results = text_of(client.get(url("results", contest.slug)))
    assert "Диплом I степени" in results
    assert "Приз жюри" in results
    assert "За смелость" not in results
    assert Minutes.objects.get().sha256 in results
    assert "Смотреть итоги" in text_of(client.get(url("contest", contest.slug)))


def test_letters_of_libraries_without_people_are_pointed_out(as_methodist, contest, judged):
    ApplicationFactory(contest=contest, number=7, title="Бумажная")

    page = text_of(as_methodist.get(url("letters", contest.token)))

    assert "Эти письма никому не уйдут, передайте их сами: № 7" in page


def test_missing_pages_answer_404(as_methodist, contest, judged):
    nobody = ApplicationFactory(contest=contest, state=ApplicationState.DRAFT, number=None)
    for address in (
        url("decide", contest.token, nobody.token),
        url("letter", contest.token, nobody.token),
        url("minutes_file", contest.token, 1, "pdf"),
        url("diplomas", contest.token, "winners", 1),
        url("results", contest.slug),
    ):
        assert as_methodist.get(address).status_code == 404, address


def test_letters_carry_advice_without_names_as_the_contest_lets_them(as_methodist, contest, judged, jurors, criteria):
    other = JurorFactory(contest=contest, name="Четвёртая Глафира")
    judge(other, judged[2], criteria, 3, advice="Уточните бюджет.")
    recused = JurorFactory(contest=contest, name="Пятая Дарья")
    judge(recused, judged[2], criteria, 3, advice="Это слова отведённой.")
    RecusalFactory(juror=recused, application=judged[2])

    page = text_of(as_methodist.get(url("letters", contest.token)))

    assert "Уточните бюджет." in page
    assert "Глафира" not in page
    assert "Это слова отведённой." not in page
    assert "Сильные стороны проекта" in page
    assert "Что стоит посмотреть" in page
    contest.feedback = Feedback.NOTHING
    contest.save()
    page = text_of(as_methodist.get(url("letters", contest.token)))
    assert "Уточните бюджет." not in page
    assert "Сильные стороны проекта" not in page


def test_letter_names_the_next_call(as_methodist, contest, judged, school):
    ContestFactory(school=school, title="Следующий", deadline_at=NOW + 30 * DAY)

    assert "«Следующий»" in text_of(as_methodist.get(url("letters", contest.token)))


def test_results_name_authors_who_agreed_and_nobody_else(client, released, judged, author, school):
    other = UserFactory(full_name="Молчалина Нина")
    Author.objects.create(application=judged[0], user=other, added_at=NOW)
    place = place_of(school)
    text = ConsentText.objects.create(
        place_kind=place.kind,
        place_id=place.id,
        kind=ConsentKind.PUBLICATION,
        version=1,
        text="Согласие",
        published_at=NOW,
    )
    given = Consent.objects.create(user=author, text=text, given_at=NOW, how=ConsentHow.OWN_PAGE)

    page = text_of(client.get(url("results", released.slug)))

    assert author.full_name in page
    assert "Молчалина" not in page
    given.withdrawn_at = NOW
    given.save()
    PAGES.clear()
    assert author.full_name not in text_of(client.get(url("results", released.slug)))


@pytest.mark.parametrize(
    ("feedback", "marks", "advice"),
    [(Feedback.MARKS, True, True), (Feedback.ADVICE, False, True), (Feedback.NOTHING, False, False)],
)
def test_author_reads_her_result_as_the_contest_lets_her(client, released, judged, feedback, marks, advice):
    released.feedback = feedback
    released.version += 1
    released.save()
    last = judged[2]
    client.force_login(Author.objects.get(application=last).user)

    page = text_of(client.get(url("own_result", last.token)))

    assert "Спасибо за заявку № 3" in page
    assert ("Средние оценки жюри" in page) is marks
    assert ("/search/?q=" in page) is advice
    assert "Итог этой заявки" in text_of(client.get(url("application", last.token)))


def test_result_is_nobodys_before_the_release_nor_of_others(client, contest, judged, author, methodist, awards):
    client.force_login(author)
    assert client.get(url("own_result", judged[0].token)).status_code == 404
    assert client.get(url("own_diploma", judged[0].token)).status_code == 404
    release(methodist, contest)
    assert client.get(url("own_result", judged[0].token)).status_code == 200
    assert client.get(url("own_result", judged[1].token)).status_code == 404


def test_result_of_what_was_not_admitted_has_no_diploma(client, contest, judged, methodist, awards):
    rejected = ApplicationFactory(contest=contest, number=8, state=ApplicationState.REJECTED)
    user = UserFactory()
    Author.objects.create(application=rejected, user=user, added_at=NOW)
    release(methodist, contest)
    client.force_login(user)

    page = text_of(client.get(url("own_result", rejected.token)))

    assert "не прошла техническую проверку" in page
    assert "PDF" not in page
    assert client.get(url("own_diploma", rejected.token)).status_code == 404


def test_minutes_go_out_as_json_pdf_and_docx(as_methodist, methodist, contest, applications, awards, jurors, criteria):
    for juror in jurors:
        for application, mark in zip(applications, (7, 7, 2), strict=True):
            judge(juror, application, criteria, mark)
    RecusalFactory(juror=jurors[2], application=applications[2], reason="Соавтор")
    words = {"actor": methodist, "contest_id": contest.pk, "now": NOW}
    services.vote_as_chair(**words, order=[2, 1], reason="Шире охват")
    services.take_places(**words)
    decide(methodist, applications[2], awards[1], "За смелость")
    services.make_minutes(**words)

    files = {kind: as_methodist.get(url("minutes_file", contest.token, 1, kind)) for kind in ("json", "pdf", "docx")}

    assert differences(*read_file(files["json"].content)) == []
    assert files["pdf"].content.startswith(b"%PDF")
    assert files["docx"]["Content-Disposition"] == 'attachment; filename="minutes-1.docx"'
    document = Document(BytesIO(files["docx"].content))
    lines = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for cell in table._cells)
    for words_in in ("Протокол жюри № 1", "Соавтор", "Шире охват", "Первая Анна, председатель"):
        assert words_in in lines
    assert "14.00" in cells
    assert "За смелость" in cells


def test_minutes_of_nothing_special_leave_their_lists_out(as_methodist, methodist, contest, judged):
    contest.tie_rules = []
    contest.save()
    services.make_minutes(actor=methodist, contest_id=contest.pk, now=NOW)

    document = Document(BytesIO(as_methodist.get(url("minutes_file", contest.token, 1, "docx")).content))

    lines = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Отводы" not in lines
    assert "При равенстве баллов решают" not in lines


def test_diplomas_are_set_for_winners_participants_and_jurors(as_methodist, client, released, judged, jurors, author):
    for kind in ("winners", "participants", "jurors"):
        assert as_methodist.get(url("diplomas", released.token, kind, 1)).content.startswith(b"%PDF")
    assert as_methodist.get(url("diplomas", released.token, "winners", 2)).status_code == 404
    client.force_login(author)
    assert client.get(url("own_diploma", judged[0].token)).content.startswith(b"%PDF")
    client.force_login(jurors[1].user)
    assert "Моя благодарность" in text_of(client.get(url("jury_contest", released.token)))
    assert client.get(url("own_certificate", released.token)).content.startswith(b"%PDF")
    idle = JurorFactory(contest=released)
    client.force_login(idle.user)
    assert client.get(url("own_certificate", released.token)).status_code == 404


def test_numbers_count_by_state_direction_library_and_criterion(as_methodist, contest, judged):
    ApplicationFactory(contest=contest, state=ApplicationState.DRAFT, number=None, library=None)

    page = text_of(as_methodist.get(url("numbers", contest.token)))

    assert "Средняя оценка по критериям" in page
    assert "6,00" in page
    assert judged[0].library.name in page
    contest.review_until = NOW + DAY
    contest.save()
    assert "Средняя оценка" not in text_of(as_methodist.get(url("numbers", contest.token)))
    sheet = as_methodist.get(url("numbers", contest.token), {"export": "xlsx"})
    assert "spreadsheet" in sheet["Content-Type"]
    sheet.close()


def test_what_lost_its_place_stays_among_decisions_and_pages_know_no_direction(
    as_methodist, methodist, contest, judged, awards
):
    _first, second, third = judged
    services.take_places(actor=methodist, contest_id=contest.pk, now=NOW)
    decide(methodist, third, awards[1])
    third.state = ApplicationState.REJECTED
    third.library = second.library = None
    third.save()
    second.direction = None
    second.save()

    assert "не как в рейтинге" in text_of(as_methodist.get(url("decisions", contest.token)))
    assert "Книжный двор" in text_of(as_methodist.get(url("letters", contest.token)))
    release(methodist, contest)
    assert "Семья: 1" not in text_of(as_methodist.get(url("results", contest.slug)))


def test_decision_that_was_never_made_begins_empty(as_methodist, contest, judged, awards):
    page = text_of(as_methodist.get(url("decide", contest.token, judged[0].token)))
    assert "Место ещё не взято из рейтинга" in page

"""Pages of results at the desk."""

from tests.contest.jury.factories import NOW, ApplicationFactory, ContestFactory, JurorFactory, RecusalFactory
from tests.contest.results.rows import DAY, decide, judge, release, said, text_of, url

from nastavnik.contest.enums import ApplicationState, Feedback
from nastavnik.contest.models import Minutes
from nastavnik.contest.services import results as services


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

    answer = as_methodist.get(url("ranking", contest.token))
    page, links = text_of(answer), answer.content.decode()

    assert "Экспертиза продолжается" in page
    assert judged[0].title not in page
    assert url("numbers", contest.token) in links
    for name in ("without", "decisions", "letters", "release", "minutes"):
        assert url(name, contest.token) not in links
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


def test_history_tells_what_was_done_with_results(as_methodist, contest, judged, awards, methodist):
    release(methodist, contest)

    page = text_of(as_methodist.get(url("desk_contest", contest.token)))

    for words in ("взял(а) места из рейтинга", "составил(а) протокол жюри", "объявил(а) итоги"):
        assert words in page


def test_decision_tells_who_changed_it(as_methodist, contest, judged, awards):
    address = url("decide", contest.token, judged[0].token)
    as_methodist.post(address, {"award": awards[1].pk, "note": "", "version": 0})

    assert "изменил(а) награду или примечание" in text_of(as_methodist.get(address))


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

"""How often pages of results ask the database."""

from tests.conftest import queries_of
from tests.contest.jury.factories import NOW, ApplicationFactory, JurorFactory
from tests.contest.results.rows import judge, url

from nastavnik.contest.models import Decision, Diploma
from nastavnik.contest.services import results as services

MOST_QUERIES = 12


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

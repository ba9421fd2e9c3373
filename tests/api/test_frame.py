"""What all answers share: pieces of lists, marks, languages, limits, problems in words; and that a session is no key."""

import pytest
from tests.programme.factories import LessonFactory

from nastavnik.api.enums import Scope
from nastavnik.api.selectors.cursors import Asked, Piece, piece_of
from nastavnik.api.services import pace
from nastavnik.programme.models import School

pytestmark = pytest.mark.django_db


def test_walks_a_list_to_its_end_and_meets_each_row_once(guest, cycle):
    made = [LessonFactory(cycle=cycle, announced=True).uid for _ in range(7)]

    met, address = [], "/lessons?limit=3&state=announced"
    while address:
        page = guest.get(address)
        met += [one["uid"] for one in page["items"]]
        address = page["next"]

    assert met == made


def test_row_that_went_between_two_pieces_leaves_no_gap(guest, cycle):
    made = [LessonFactory(cycle=cycle, announced=True) for _ in range(4)]
    first = guest.get("/lessons?limit=2")
    made[1].delete()

    assert [one["uid"] for one in guest.get(first["next"])["items"]] == [made[2].uid, made[3].uid]


def test_cursor_of_another_list_leads_nowhere(guest, cycle, contest):
    for _ in range(2):
        LessonFactory(cycle=cycle, announced=True)
    cursor = guest.get("/lessons?limit=1")["next"].rpartition("cursor=")[2]

    for address in (f"/contests?cursor={cursor}", "/lessons?cursor=AAAA", "/programmes?cursor=" + "A" * 44):
        guest.get(address, status=404)


def test_cursor_is_the_same_each_time_and_tells_no_number():
    asked = Asked(School(pk=1), "lessons", rows=1)

    pieces = [piece_of(asked, ["000000000007", "000000000008"], str) for _ in range(2)]

    assert pieces[0] == pieces[1] == Piece(["000000000007"], pieces[0].following)
    assert len(pieces[0].following) > 30


def test_who_has_an_answer_is_not_sent_it_again(guest, lesson):
    first = guest.answer("/lessons")
    again = guest.answer("/lessons", **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_head_is_a_get_without_its_body(guest, lesson):
    whole, head = guest.answer("/lessons"), guest.client.head("/api/v1/lessons")

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert head["Content-Length"] == str(len(whole.content))
    assert guest.client.head("/api/v1/lessons/nosuch").status_code == 404


def test_mark_changes_with_what_is_told(program, lesson):
    asks = program(Scope.READ_LESSONS)
    first = asks.answer(f"/desk/lessons/{lesson.uid}")
    lesson.title = "Иначе"
    lesson.save()

    assert asks.answer(f"/desk/lessons/{lesson.uid}", **{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "language", "word"),
    [
        ("en-GB,en;q=0.9", "en", "nothing"),
        ("de,en;q=0.5", "en", "nothing"),
        ("", "ru", "ничего"),
        ("de", "ru", "ничего"),
    ],
)
def test_says_what_is_wrong_in_the_language_asked_for(guest, wanted, language, word):
    answer = guest.answer("/lessons/nosuch", **{"Accept-Language": wanted})

    assert (answer["Content-Type"], answer["Content-Language"]) == ("application/problem+json", language)
    assert word in answer.json()["title"]
    assert answer.json()["status"] == 404


def test_says_which_field_is_wrong(guest):
    told = guest.get("/lessons?limit=0&kind=party", status=422)

    assert [one.partition(":")[0] for one in told["errors"]] == ["limit", "kind"]


def test_address_of_nothing_is_told_to_programs_in_their_words(guest):
    assert guest.answer("/no/such/thing")["Content-Type"] == "application/problem+json"
    assert guest.get("/no/such/thing", status=404)["status"] == 404


def test_what_cannot_be_done_here_says_what_can(guest):
    answer = guest.client.delete("/api/v1/lessons")

    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "GET", "application/problem+json")


def test_answers_everybody_alike_and_lets_scripts_of_other_sites_read(guest, lesson):
    answer = guest.answer("/lessons")

    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "no-cache")
    assert not answer.cookies


def test_session_of_a_methodist_opens_nothing(guest, methodist, cycle):
    draft = LessonFactory(cycle=cycle)
    guest.client.force_login(methodist)

    guest.get(f"/lessons/{draft.uid}", status=404)
    guest.get("/desk/lessons", status=401)


def test_address_that_asks_too_often_waits(guest, school, monkeypatch):
    monkeypatch.setattr("nastavnik.api.views.rest.keys.pace.note_request", lambda *_words: False)

    answer = guest.answer("/school")

    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_counts_each_asker_for_herself():
    assert [pace.note_request("asked", "one", 2) for _ in range(3)] == [True, True, False]
    assert pace.note_request("asked", "two", 2)
    assert [pace.note_request("asked", f"2001:db8::{number}", 1) for number in (1, 2)] == [True, False]

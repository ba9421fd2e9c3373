"""The methodist's pages: the pulse, proposing, steering, the matching, drafts for labour mentoring."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from tests.mentoring.mentorships.factories import (
    FeedbackFactory,
    MatchProposalFactory,
    MatchRunFactory,
    MeetingFactory,
    MenteeFactory,
    MentorshipFactory,
    WishFactory,
)
from tests.people.factories import LibraryFactory

from nastavnik.mentoring.enums import Decision, MatchState, MentorshipState
from nastavnik.mentoring.models import (
    MatchRun,
    MentorProfile,
    Mentorship,
    Practice,
    SettlementPoint,
)
from nastavnik.mentoring.selectors.mentorships.papers import last_day_after_notice
from nastavnik.mentoring.services.mentorships import beginning
from nastavnik.people.models import RoleAssignment

pytestmark = pytest.mark.usefixtures("still")


def url(name, *args):
    return reverse(f"mentoring:{name}", args=args)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def desk(enter, methodist):
    return enter(methodist)


@pytest.fixture
def pairs(school, pair, make_mentor, person, now):
    """Pairs in every state of waking, by name."""
    rows = {"awake": pair}
    for name, days in (("quiet", 1), ("asleep", 20)):
        due = now.date() - timedelta(days=days)
        rows[name] = MentorshipFactory(
            school=school,
            mentor=make_mentor(f"Наставник {name}"),
            active=True,
            due_on=due,
            asleep_on=due + timedelta(days=14),
        )
        MenteeFactory(mentorship=rows[name], user=person(f"Ведомая {name}"))
    away = make_mentor("Наставник в отъезде", away_until=now.date())
    rows["away"] = MentorshipFactory(school=school, mentor=away, active=True, due_on=now.date())
    rows["left"] = MentorshipFactory(school=school, active=True, due_on=now.date() + timedelta(days=1))
    rows["orphan"] = MentorshipFactory(school=school, mentor=None, active=True, due_on=now.date())
    rows["waiting"] = MentorshipFactory(school=school, mentor=make_mentor("Наставник молчит", away_until=now.date()))
    rows["ended"] = MentorshipFactory(school=school, ended=True, title="Кружок")
    return rows


def test_pulse_counts_and_puts_who_sleeps_first(desk, pairs, school, mentee):
    WishFactory(school=school)

    page = desk.get(url("pulse")).context["page"]

    figures = page.figures
    assert (figures.active, figures.quiet, figures.asleep, figures.orphaned, figures.waiting, figures.wishes) == (
        6,
        1,
        1,
        3,
        1,
        1,
    )
    rows = [[cell.text for cell in row] for row in page.listing.rows]
    assert [row[2] for row in rows] == [
        "уснули",
        "пора связаться",
        "наставник в отъезде",
        "нет наставника",
        "нет наставника",
        "всё идёт",
    ]
    assert rows[0][0] == "Ведомая asleep"
    assert "нет наставника" in {row[1] for row in rows}


@pytest.mark.parametrize(
    ("show", "count"),
    [
        ("asleep", 1),
        ("quiet", 1),
        ("orphaned", 3),
        ("waiting", 1),
        ("ended", 1),
        ("declined", 0),
        ("all", 8),
        ("no such", 8),
    ],
)
def test_pulse_is_narrowed(desk, pairs, show, count):
    assert desk.get(url("pulse"), {"show": show}).context["page"].listing.total == count


def test_pulse_is_searched_and_exported(desk, pairs):
    assert desk.get(url("pulse"), {"q": "ведомая QUIET"}).context["page"].listing.total == 1
    assert desk.get(url("pulse"), {"export": "csv", "show": "all"}).status_code == 200


def test_pulse_of_a_director_leads_to_no_pair(enter, director, pairs):
    page = enter(director).get(url("pulse")).context["page"]

    assert {cell.link for row in page.listing.rows for cell in row} == {""}
    assert page.latest_run is None


def test_pulse_asks_as_often_however_many_pairs_there_are(desk, school, person, make_mentor, assert_flat):
    def grow():
        row = MentorshipFactory(school=school, mentor=make_mentor(), active=True)
        MenteeFactory(mentorship=row, user=person())
        MeetingFactory(mentorship=row)
        MatchRunFactory(school=school)

    assert_flat(lambda: desk.get(url("pulse")), grow)


def test_propose_looks_for_people_and_asks_the_mentor(desk, mentor, mentee, person, library):
    other = person("Вторая Дарья", library=library)
    address = url("propose_mentorship")
    assert "user_ids" not in desk.get(address).context["form"].fields

    found = desk.post(address, {"words": "ОТРАДН", "user_ids": [mentee.pk, "x"], "mentor": mentor.pk, "find": "1"})
    form = found.context["form"]
    assert {pk for pk, _label in form.fields["user_ids"].choices} == {mentee.pk, other.pk}
    assert form.initial["mentor"] == str(mentor.pk)
    words = {"mentor": mentor.pk, "user_ids": [mentee.pk, other.pk], "every_days": "14", "title": "Кружок", "send": "1"}
    assert desk.post(address, {**words, "mentor": ""}).status_code == 200
    assert desk.post(address, {"mentor": mentor.pk, "every_days": "14", "send": "1"}).context["form"].non_field_errors()
    desk.post(address, words)

    row = Mentorship.objects.get()
    assert (row.mentor, row.mentees.count(), row.title) == (mentor, 2, "Кружок")


def test_propose_says_that_more_people_fit(desk, person):
    for number in range(41):
        person(f"Однофамилица {number}")

    assert desk.post(url("propose_mentorship"), {"words": "однофам", "find": "1"}).context["found"].more == 1


def test_mentorship_is_handed_over_at_the_desk(desk, pair, make_mentor, mentor, now):
    other = make_mentor("Другая Вера", away_until=now.date())
    address = url("hand_mentorship_over", pair.token)
    choices = desk.get(address).context["form"].fields["mentor"].choices
    assert [pk for pk, _label in choices] == ["", other.pk]

    assert desk.post(address, {"mentor": ""}).status_code == 200
    assert desk.post(address, {"mentor": other.pk, "why": "Заболела"}).url == url("mentorship", pair.token)

    page = desk.get(url("mentorship", pair.token))
    assert "Заболела" in text_of(page)
    Mentorship.objects.update(state=MentorshipState.ENDED, ended_at=now)
    assert desk.post(address, {"mentor": mentor.pk}).context["form"].non_field_errors()


def test_people_are_added_at_the_desk(desk, pair, person, mentor):
    other = person("Вторая Дарья")
    address = url("add_mentees", pair.token)

    found = desk.post(address, {"words": "дарья", "find": "1"}).context["form"].fields["user_ids"].choices
    assert found == [(other.pk, "Вторая Дарья")]
    assert desk.post(address, {"send": "1"}).context["form"].non_field_errors()
    assert desk.post(address, {"words": "дарья", "user_ids": [other.pk], "send": "1"}).status_code == 302
    pair.mentor = None
    pair.save()
    assert desk.get(address).status_code == 200


def test_letter_is_written_at_the_desk_once_a_day(desk, pair, mentee):
    address = url("mentorship_letter", pair.token)
    form = desk.get(address).context["form"]
    assert "30" in form.initial["text"]

    assert desk.post(address, {"subject": "", "text": ""}).status_code == 200
    assert desk.post(address, {"subject": "Как дела?", "text": "Напишите"}).status_code == 302
    assert desk.post(address, {"subject": "Как дела?", "text": "Напишите"}).context["form"].non_field_errors()


def test_matching_is_started_watched_and_decided(desk, school, mentor, mentee, theme, monkeypatch):
    WishFactory(school=school, user=mentee, themes=[theme])
    start = url("start_matching")
    assert [count for _scope, count in desk.get(start).context["page"].counts] == [1, 1]
    assert desk.post(start, {"scope": "x"}).status_code == 200

    desk.post(start, {"scope": "wishes"})
    run = MatchRun.objects.get()
    assert desk.post(start, {"scope": "wishes"}).context["form"].non_field_errors()
    assert desk.get(url("matching", run.token)).context["page"].paging is None
    assert "HX-Refresh" not in desk.get(url("matching_state", run.token)).headers
    run.state = MatchState.DONE
    run.save()
    assert desk.get(url("matching_state", run.token)).headers["HX-Refresh"] == "true"
    proposal = MatchProposalFactory(run=run, mentee=mentee, mentor=mentor)

    page = desk.get(url("suggested_pair", proposal.token)).context["page"]
    assert [(one.person.name, one.is_suggested) for one in page.others] == [(mentor.full_name, True)]
    for deed, decision in (("drop", Decision.DROPPED), ("undrop", Decision.OPEN)):
        desk.post(url("decide_pair", proposal.token, deed))
        proposal.refresh_from_db()
        assert proposal.decision == decision
    assert desk.post(url("decide_pair", proposal.token, "eat")).status_code == 404
    desk.post(url("decide_pair", proposal.token, "change"), {"mentor": "x"})
    desk.post(url("decide_pair", proposal.token, "change"), {"mentor": mentor.pk})
    proposal.refresh_from_db()
    assert proposal.decision == Decision.APPROVED
    assert proposal.mentorship.token in text_of(desk.get(url("matching", run.token), {"show": "approved"}))
    assert desk.get(start).context["page"].runs[0].percent == 100


def test_matching_approves_what_is_ticked(desk, school, mentor, person):
    run = MatchRunFactory(school=school, started_by=mentor)
    good = MatchProposalFactory(run=run, mentee=person("Первая"), mentor=mentor)
    alone = MatchProposalFactory(run=run, mentee=person("Вторая"))
    third = MatchProposalFactory(run=run, mentee=person("Третья"), mentor=mentor)

    desk.post(url("approve_pairs", run.token), {"pairs": [good.token, alone.token]})
    desk.post(url("approve_pairs", run.token), {"pairs": [third.token]})

    assert Mentorship.objects.count() == 2
    desk.post(url("decide_pair", third.token, "approve"))
    assert Mentorship.objects.count() == 2


def test_matching_asks_as_often_however_much_it_suggests(desk, school, mentor, assert_flat):
    run = MatchRunFactory(school=school)

    assert_flat(lambda: desk.get(url("matching", run.token)), lambda: MatchProposalFactory(run=run, mentor=mentor))


def test_suggested_pair_asks_as_often_however_many_could_lead(
    desk, school, person, make_mentor, library, theme, assert_flat
):
    mentee = person("Первая Мария", library=library)
    run = MatchRunFactory(school=school, state=MatchState.DONE)
    proposal = MatchProposalFactory(run=run, mentee=mentee, mentor=make_mentor(themes=[theme], library=library))
    WishFactory(school=school, user=mentee, themes=[theme])

    def grow():
        other = make_mentor("Ещё", themes=[theme], library=library)
        Practice.objects.create(school=school, user=other, since_year=1990)
        ended = MentorshipFactory(school=school, mentor=other, ended=True)
        FeedbackFactory(mentorship=ended, made_by=MenteeFactory(mentorship=ended, user=mentee).user)

    assert_flat(lambda: desk.get(url("suggested_pair", proposal.token)), grow)


def test_settlements_are_typed_line_by_line(desk, network, school):
    LibraryFactory(organisation=network, settlement="Кинель", settlement_key="кинель")
    LibraryFactory(organisation=network, settlement="", settlement_key="")
    address = url("settlements")
    assert desk.get(address).context["form"].initial["lines"] == "Кинель; ;"

    for wrong in (
        "Кинель; 1",
        "Кинель; 91; 0",
        "Кинель; x; y",
        "; 1; 1",
        f"{'я' * 121}; 1; 1",
        "\n".join(["К; 1; 1"] * 5001),
    ):
        assert desk.post(address, {"lines": wrong}).context["form"].errors, wrong[:20]
    assert desk.post(address, {"lines": "Кинель; 53,22; 50.63\n\nОтрадное; ;"}).status_code == 302

    assert [(row.key, row.latitude) for row in SettlementPoint.objects.all()] == [("кинель", 53.22)]
    assert desk.get(address).context["form"].initial["lines"] == "Кинель; 53.22; 50.63"


LABOUR = {
    "draft": "agreement",
    "file_format": "docx",
    "mentor": "Речная В. П.",
    "content": "# Помощь\n[Подпись|чужая]",
    "starts_on": "2026-12-01",
    "form": "очная",
}


def test_labour_draft_is_a_draft_and_keeps_nothing(desk, school, django_assert_max_num_queries):
    before = Mentorship.objects.count()
    assert school.owner.name in text_of(desk.get(url("labour_drafts"))).replace("&quot;", '"')

    answer = desk.post(url("labour_drafts"), LABOUR)

    document = docx.Document(BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "ПРОЕКТ" in document.sections[0].header.paragraphs[0].text
    assert "351.8" in text
    assert "не менее чем за три рабочих дня" in text
    assert "Речная В. П." in text
    assert "1 декабря 2026" in text
    assert "Содержание работы по наставничеству: # Помощь [Подпись|чужая]." in text
    assert "____" in text
    assert Mentorship.objects.count() == before


@pytest.mark.parametrize("draft", ["consent", "agreement", "notice"])
def test_labour_drafts_are_set_as_pdf(desk, draft):
    answer = desk.post(url("labour_drafts"), {"draft": draft, "file_format": "pdf", "notice_on": "2026-11-27"})

    assert answer.content.startswith(b"%PDF-")
    assert desk.post(url("labour_drafts"), {"draft": "no"}).status_code == 200


def test_last_day_comes_three_working_days_after_the_notice(school, now):
    # a Friday: Monday, Tuesday and Wednesday are the three working days
    assert last_day_after_notice(school, now.date() + timedelta(days=3)) == now.date() + timedelta(days=8)


def test_pulse_of_a_mentor_without_a_profile_is_not_orphaned(desk, pair):
    assert not MentorProfile.objects.exists()
    assert desk.get(url("pulse")).context["page"].figures.orphaned == 0


def test_pulse_lists_a_pair_whose_mentor_lost_the_role_and_it_is_handed_over(desk, pair, mentor, make_mentor):
    RoleAssignment.objects.filter(user=mentor).delete()
    other = make_mentor("Новая Ольга Петровна")

    page = desk.get(url("pulse"), {"show": "orphaned"})

    assert page.context["page"].figures.orphaned == 1
    assert "нет наставника" in text_of(page)
    desk.post(url("hand_mentorship_over", pair.token), {"mentor": other.pk})
    pair.refresh_from_db()
    assert pair.mentor == other
    assert desk.get(url("pulse")).context["page"].figures.orphaned == 0


def test_pulse_lists_what_waits_for_somebody_who_is_a_mentor_no_more(desk, school, mentor, now):
    waiting = MentorshipFactory(school=school, mentor=mentor)
    assert desk.get(url("pulse")).context["page"].figures.orphaned == 0
    RoleAssignment.objects.filter(user=mentor).delete()

    page = desk.get(url("pulse"), {"show": "orphaned"})

    assert (page.context["page"].figures.orphaned, page.context["page"].figures.waiting) == (1, 1)
    assert [[cell.text for cell in row][2] for row in page.context["page"].listing.rows] == ["нет наставника"]
    beginning.take_back(actor=page.wsgi_request.user, mentorship_id=waiting.pk, now=now)
    assert desk.get(url("pulse")).context["page"].figures.orphaned == 0


def test_desk_is_closed_to_others(enter, mentor, pair):
    browser = enter(mentor)

    for name in ("pulse", "start_matching", "labour_drafts"):
        assert browser.get(url(name)).status_code == 403
    proposal = MatchProposalFactory(run__school=pair.school)
    assert browser.get(url("hand_mentorship_over", pair.token)).status_code == 404
    assert browser.get(url("suggested_pair", proposal.token)).status_code == 404
    assert browser.post(url("decide_pair", proposal.token, "drop")).status_code == 404


def test_mentor_of_the_desk_is_named_with_her_library(desk, pair, make_mentor, library):
    make_mentor("Другая Вера", library=library, mentee_capacity=3)

    choices = desk.get(url("hand_mentorship_over", pair.token)).context["form"].fields["mentor"].choices

    assert "Отрадненская" in dict(choices)[choices[1][0]]
    assert "0 из 3" in choices[1][1]

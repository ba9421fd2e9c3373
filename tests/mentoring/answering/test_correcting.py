"""What was sent is put right by whoever wrote it, also once the question was handed on; else methodists choose its moments anew."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.mentoring.answering.factories import RecommendedMomentFactory
from tests.mentoring.factories import ConsultationFactory, RecommendationFactory
from tests.people.factories import UserFactory, grant
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Assignment, Recommendation, RecommendedMoment
from nastavnik.mentoring.permissions import (
    can_correct,
    can_mend,
    recommendations_corrected_by,
    recommendations_mended_by,
)
from nastavnik.mentoring.services import answering as services
from nastavnik.people.enums import Role
from nastavnik.people.models import Notice, RoleAssignment
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.permissions import place_of

WHERE = {"seconds": 12.0, "end_seconds": 16.0, "note": "Про цель"}


def at(name, *args):
    return reverse(f"mentoring:{name}", args=args)


@pytest.fixture
def handed_on(sent, question, now):
    """An answer whose mentor has the question no more."""
    Assignment.objects.filter(consultation=question).update(ended_at=now)
    return sent


@pytest.fixture
def lost(handed_on, film, said):
    made = MomentFactory(video=film, made_by=handed_on.mentor, seconds=1.0, end_seconds=4.0, is_lost=True)
    return RecommendedMomentFactory(recommendation=handed_on, moment=made)


@pytest.fixture
def gone(lost, mentor):
    """The mentor answers no more in the school."""
    RoleAssignment.objects.filter(user=mentor).delete()
    return lost


def test_author_of_an_answer_corrects_it_after_it_was_handed_on(handed_on, mentor, now):
    services.correct(actor=mentor, recommendation_id=handed_on.pk, version=0, text="Иначе", now=now)

    handed_on.refresh_from_db()
    assert handed_on.text == "Иначе"


def test_author_of_a_draft_writes_no_more_after_it_was_handed_on(handed_on, question, mentor, now):
    draft = RecommendationFactory(consultation=question, mentor=mentor)

    with pytest.raises(PermissionDenied):
        services.save(actor=mentor, recommendation_id=draft.pk, version=0, text="Ещё", now=now)


def test_author_is_led_from_the_conversation_to_her_answer_and_back(enter, lost, question, mentor):
    own, address = enter(mentor), f"{at('answer', question.token)}?answer={lost.recommendation.token}"
    thread = at("consultation", question.token)

    page = own.get(address)
    own.post(f"{at('change_moment', question.token, lost.pk)}?answer={lost.recommendation.token}", WHERE)

    assert f'href="{address}"' in own.get(thread).content.decode()
    assert f'href="{thread}">Назад к вопросу' in page.content.decode()
    assert RecommendedMoment.objects.get().moment.note == "Про цель"
    assert own.get(at("answer", question.token)).status_code == 404


def test_author_who_answers_no_more_corrects_nothing(gone, question, mentor, enter, now):
    row = gone.recommendation
    with pytest.raises(PermissionDenied):
        services.correct(actor=mentor, recommendation_id=row.pk, version=0, text="Иначе", now=now)

    assert enter(mentor).get(f"{at('answer', question.token)}?answer={row.token}").status_code == 404


def test_flag_doubtful_leads_the_author_to_her_answer(lost, question, mentor, methodist, now):
    services.flag_doubtful(now=now + timedelta(hours=1))

    notice = Notice.objects.get()
    assert notice.user == mentor
    assert notice.link.endswith(f"{at('answer', question.token)}?answer={lost.recommendation.token}")


def test_flag_doubtful_tells_the_methodists_where_the_author_answers_no_more(gone, question, methodist, now):
    services.flag_doubtful(now=now + timedelta(hours=1))

    notice = Notice.objects.get()
    assert notice.user == methodist
    assert notice.link.endswith(f"{at('consultation', question.token)}#answer-{gone.recommendation.token}")
    assert notice.title == f"Проверьте моменты в ответе на вопрос № {question.number}"


def test_methodist_chooses_a_moment_anew_where_nobody_else_can(gone, question, methodist, enter, film):
    desk, old = enter(methodist), gone.moment
    thread = at("consultation", question.token)
    address = f"{at('change_moment', question.token, gone.pk)}?answer={gone.recommendation.token}"

    assert address in desk.get(thread).content.decode()
    assert desk.get(address).status_code == 200
    done = desk.post(address, WHERE)

    gone.refresh_from_db()
    assert done.headers["Location"] == f"{thread}#answer-{gone.recommendation.token}"
    assert (gone.moment.seconds, gone.moment.note, gone.moment.video, gone.moment.is_lost) == (
        12,
        "Про цель",
        film,
        False,
    )
    assert gone.moment.made_by == methodist
    assert not type(old).objects.filter(pk=old.pk).exists()
    assert Recommendation.objects.get().corrected_at is not None
    assert address not in desk.get(thread).content.decode()


def test_methodist_leaves_words_and_moments_to_an_author_who_can(lost, question, methodist, enter, now):
    row, desk = lost.recommendation, enter(methodist)
    address = f"{at('change_moment', question.token, lost.pk)}?answer={row.token}"

    assert address not in desk.get(at("consultation", question.token)).content.decode()
    assert desk.get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        services.change_moment(actor=methodist, recommended_id=lost.pk, now=now, **WHERE)


def test_methodist_does_not_write_in_the_answer_of_another(gone, question, methodist, enter, now):
    row = gone.recommendation

    assert enter(methodist).get(f"{at('answer', question.token)}?answer={row.token}").status_code == 404
    with pytest.raises(PermissionDenied):
        services.correct(actor=methodist, recommendation_id=row.pk, version=0, text="Иначе", now=now)


# --- who may ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def people(school, learner, mentor, methodist):
    left, inactive = UserFactory(), UserFactory(is_active=False)
    grant(inactive, Role.METHODIST, place_of(school))
    return [learner, mentor, methodist, left, inactive]


@pytest.fixture
def answers(school, people):
    for author in (*people, None):
        for asker in (people[0], people[2], None):
            for state in ConsultationState:
                trait = {"draft": {}}.get(state, {str(state.value): True})
                question = ConsultationFactory(school=school, asker=asker, **trait)
                RecommendationFactory(consultation=question, mentor=author, sent=True)
    RecommendationFactory(consultation=question, mentor=people[1])
    RecommendationFactory(mentor=people[1], sent=True)
    return Recommendation.objects.filter(consultation__school=school).select_related("consultation__school", "mentor")


@pytest.mark.parametrize(
    ("may", "admitted"), [(can_correct, recommendations_corrected_by), (can_mend, recommendations_mended_by)]
)
def test_pair_of_permissions_of_correcting_agrees(may, admitted, answers, people, school):
    found = 0
    for actor in (*people, AnonymousUser(), SYSTEM):
        expected = {one for one in answers if may(actor, one)}
        assert set(admitted(actor, school)) == expected
        found += len(expected)
    assert found

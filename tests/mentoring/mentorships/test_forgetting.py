"""A person who is forgotten, and what she may have of what is hers."""

import json
from datetime import timedelta

import pytest
from tests.mentoring.mentorships.factories import (
    FeedbackFactory,
    GoalFactory,
    MatchProposalFactory,
    MeetingFactory,
    MentorshipFactory,
    PlanActionFactory,
    PlanLineFactory,
    WishFactory,
)
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import (
    Feedback,
    Goal,
    MatchProposal,
    Meeting,
    MeetingDraft,
    Mentee,
    Mentorship,
    PlanLine,
    Wish,
)
from nastavnik.mentoring.services.mentorships import forgetting
from nastavnik.people.selectors import own_data
from nastavnik.video.models import Moment


@pytest.fixture
def filled(pair, school, meeting, mentor, mentee, now):
    """A pair with everything it may have."""
    moment = MomentFactory(collection=None)
    PlanActionFactory(line=PlanLineFactory(mentee=pair.led), moment=moment)
    GoalFactory(mentorship=pair, text="Тайная цель")
    FeedbackFactory(mentorship=pair, made_by=mentee, helped="Тайный отзыв")
    FeedbackFactory(mentorship=pair, made_by=mentor, helped="Отзыв другой стороны")
    WishFactory(school=school, user=mentee, goal="Тайное желание")
    MatchProposalFactory(run__school=school, mentee=mentee, mentor=mentor, reasons=[{"kind": "far"}])
    MeetingDraft.objects.create(user=mentee, mentorship=pair, posted="note=Тайный черновик", saved_at=now)
    return pair


def test_forgetting_a_mentee_of_a_pair_leaves_nothing(filled, mentee):
    for _ in range(2):
        forgetting.forget_person(user_id=mentee.pk)

    for model in (Mentorship, Mentee, PlanLine, Meeting, Goal, Wish, MatchProposal, MeetingDraft, Moment, Feedback):
        assert not model.objects.exists(), model


def test_forgetting_one_of_a_group_leaves_the_others_theirs(group, mentor):
    both = MeetingFactory(mentorship=group, there=[group.led, group.other], note="Тайна", is_shared=True)
    alone = MeetingFactory(mentorship=group, there=[group.led])
    kept = MeetingFactory(mentorship=group, there=[group.other], note="Не её")
    GoalFactory(mentorship=group)

    forgetting.forget_person(user_id=group.led.user_id)

    assert set(Meeting.objects.values_list("pk", "note")) == {(both.pk, ""), (kept.pk, "Не её")}
    assert not Meeting.objects.filter(pk=alone.pk).exists()
    assert not Goal.objects.exists()
    assert Mentee.objects.get() == group.other


def test_forgetting_a_mentor_leaves_plans_and_shared_notes_to_her_mentees(filled, mentor, school, meeting):
    shared = MeetingFactory(mentorship=filled, there=[filled.led], is_shared=True, note="Открытое")
    asked = MentorshipFactory(school=school, mentor=mentor)
    proposed = MentorshipFactory(school=school, proposed_by=mentor, note="Слова")

    forgetting.forget_person(user_id=mentor.pk)

    filled.refresh_from_db()
    assert (filled.mentor, filled.state, PlanLine.objects.count()) == (None, MentorshipState.ACTIVE, 1)
    assert dict(Meeting.objects.values_list("pk", "note")) == {meeting.pk: "", shared.pk: "Открытое"}
    assert not Meeting.objects.filter(mentor__isnull=False).exists()
    asked.refresh_from_db()
    proposed.refresh_from_db()
    assert (asked.state, proposed.note) == (MentorshipState.DECLINED, "")
    assert not Feedback.objects.filter(made_by=mentor).exists()
    assert (MatchProposal.objects.get().mentor, MatchProposal.objects.get().reasons) == (None, [])


def test_own_data_has_what_is_hers_and_nothing_of_the_other_side(filled, mentee, mentor, now):
    MeetingFactory(mentorship=filled, at=now - timedelta(days=3), note="Без неё")

    text = json.dumps(own_data(mentee, now=now), ensure_ascii=False)
    of_mentor = json.dumps(own_data(mentor, now=now), ensure_ascii=False)

    for word in ("Тайная цель", "Тайный отзыв", "Тайное желание", "Тайна двоих", "Компетенция", "Действие"):
        assert word in text
    assert "Отзыв другой стороны" not in text
    assert "Без неё" not in text
    assert "Отзыв другой стороны" in of_mentor
    assert not any(word in of_mentor for word in ("Тайный отзыв", "Тайное желание", "Компетенция"))


def test_own_data_of_who_left_a_group_has_no_goal_that_was_written_since(group, now):
    for text, days in (("Общая цель", 1), ("Цель без неё", -1)):
        GoalFactory(mentorship=group, text=text, created_at=now - timedelta(days=days))
    Mentee.objects.filter(pk=group.other.pk).update(left_at=now)

    left, stayed = (own_data(one.user, now=now)["records"]["mentoring.goal"] for one in (group.other, group.led))

    assert [row["text"] for row in left] == ["Общая цель"]
    assert [row["text"] for row in stayed] == ["Общая цель", "Цель без неё"]

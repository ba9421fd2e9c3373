"""Access to mentorships, their plans and meetings, and to the methodist's pulse and matching."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.words import DESK, RUN, Answer, Row, get, post, who
from tests.mentoring.mentorships.factories import (
    GoalFactory,
    MatchProposalFactory,
    MatchRunFactory,
    MeetingFactory,
    MenteeFactory,
    MentorshipFactory,
    PlanActionFactory,
    PlanLineFactory,
)
from tests.people.factories import UserFactory

MISSING = Answer.MISSING
# the people of the school; whoever is known only elsewhere has no mentor to look for here
SCHOOLS_OWN = who("learner", "mentor", "head", "juror", "methodist", "director", others=MISSING)
PAIR_AND_METHODIST = who("learner", "mentor", "methodist", others=MISSING)
PAIR = who("learner", "mentor", others=MISSING)
MENTOR = who("mentor", others=MISSING)
MENTOR_AND_METHODIST = who("mentor", "methodist", others=MISSING)
METHODIST = who("methodist", others=MISSING)


def things_of_mentorships(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a pair of the mentor and the learner, one that waits for the mentor, and a matching."""
    pair = MentorshipFactory(school=school, mentor=people["mentor"], active=True)
    mentee = MenteeFactory(mentorship=pair, user=people["learner"])
    line = PlanLineFactory(mentee=mentee)
    waiting = MentorshipFactory(school=school, mentor=people["mentor"])
    MenteeFactory(mentorship=waiting, user=UserFactory())
    held = MeetingFactory(mentorship=pair, mentor=people["mentor"], there=[mentee])
    planned = MeetingFactory(
        mentorship=pair, mentor=people["mentor"], there=[mentee], is_held=False, at=timezone.now() + timedelta(days=3)
    )
    run = MatchRunFactory(school=school)
    return {
        "pair": pair.token,
        "waiting_pair": waiting.token,
        "pair_goal": GoalFactory(mentorship=pair).pk,
        "mentee": mentee.token,
        "plan_line": line.pk,
        "plan_action": PlanActionFactory(line=line).pk,
        "held_meeting": held.token,
        "planned_meeting": planned.token,
        "chosen_mentor": people["mentor"].token,
        "match_run": run.token,
        "match_proposal": MatchProposalFactory(run=run).token,
        "match_deed": "drop",
        "diary": "diary",
        "docx": "docx",
    }


MENTORSHIPS: tuple[Row, ...] = (
    get("mentoring:mentorships", SCHOOLS_OWN),
    post("mentoring:practice", SCHOOLS_OWN),
    get("mentoring:mentor_wish", SCHOOLS_OWN),
    post("mentoring:take_wish_back", SCHOOLS_OWN),
    get("mentoring:mentors_to_choose", SCHOOLS_OWN),
    get(
        "mentoring:choose_mentor",
        who("learner", "head", "juror", "methodist", "director", others=MISSING),
        "chosen_mentor",
    ),
    get("mentoring:mentorship", PAIR_AND_METHODIST, "pair"),
    get("mentoring:mentorship", MENTOR_AND_METHODIST, "waiting_pair"),
    post("mentoring:accept_mentorship", MENTOR, "waiting_pair"),
    post("mentoring:decline_mentorship", MENTOR, "waiting_pair"),
    post(
        "mentoring:take_mentorship_back",
        who("methodist", others=MISSING) | {"mentor": Answer.FORBIDDEN},
        "waiting_pair",
    ),
    post("mentoring:add_goal", PAIR_AND_METHODIST, "pair"),
    post("mentoring:change_goal", PAIR, "pair", "pair_goal"),
    get("mentoring:mentorship_feedback", PAIR, "pair"),
    get("mentoring:end_mentorship", MENTOR_AND_METHODIST, "pair"),
    get("mentoring:frame_mentorship", MENTOR_AND_METHODIST, "pair"),
    get("mentoring:new_meeting", PAIR, "pair"),
    post("mentoring:draft_of_new_meeting", PAIR, "pair"),
    get("mentoring:mentorship_paper", PAIR_AND_METHODIST, "pair", "diary", "docx"),
    get("mentoring:edit_meeting", PAIR, "held_meeting"),
    post("mentoring:draft_of_meeting", PAIR, "held_meeting"),
    post("mentoring:remove_meeting", PAIR, "planned_meeting"),
    post("mentoring:leave_mentorship", PAIR_AND_METHODIST, "mentee"),
    get("mentoring:plan", PAIR_AND_METHODIST, "mentee"),
    post("mentoring:agree_plan", PAIR | {"methodist": Answer.FORBIDDEN}, "mentee"),
    get("mentoring:new_plan_line", PAIR, "mentee"),
    get("mentoring:edit_plan_line", PAIR, "mentee", "plan_line"),
    post("mentoring:remove_plan_line", PAIR, "mentee", "plan_line"),
    post("mentoring:add_plan_action", PAIR, "mentee", "plan_line"),
    post("mentoring:change_plan_action", PAIR, "mentee", "plan_action"),
    get("mentoring:plan_paper", PAIR_AND_METHODIST, "mentee", "docx"),
    get("mentoring:pulse", DESK),
    get("mentoring:propose_mentorship", RUN),
    get("mentoring:settlements", RUN),
    get("mentoring:labour_drafts", RUN),
    get("mentoring:start_matching", RUN),
    get("mentoring:matching", METHODIST, "match_run"),
    get("mentoring:matching_state", METHODIST, "match_run"),
    post("mentoring:approve_pairs", METHODIST, "match_run"),
    get("mentoring:suggested_pair", METHODIST, "match_proposal"),
    post("mentoring:decide_pair", METHODIST, "match_proposal", "match_deed"),
    get("mentoring:hand_mentorship_over", METHODIST, "pair"),
    get("mentoring:add_mentees", METHODIST, "pair"),
    get("mentoring:mentorship_letter", METHODIST, "pair"),
)

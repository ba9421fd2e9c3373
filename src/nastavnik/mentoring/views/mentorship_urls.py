"""Addresses of mentorships, plans and meetings."""

from django.urls import URLPattern, path, re_path

from nastavnik.mentoring.views import (
    mentorship_desk,
    mentorship_matching,
    mentorship_papers,
    mentorship_plans,
    mentorship_steering,
    mentorships,
    mentorships_own,
)

# as `core.ids` makes them: no other word that may follow has this form
ONE = r"^mentorships/(?P<token>[2-9a-z]{10})/"

urlpatterns: list[URLPattern] = [
    path("mentorships/", mentorships_own.own, name="mentorships"),
    path("mentorships/practice/", mentorships_own.practice, name="practice"),
    path("mentorships/wish/", mentorships_own.wish, name="mentor_wish"),
    path("mentorships/wish/take-back/", mentorships_own.take_wish_back, name="take_wish_back"),
    path("mentorships/mentors/", mentorships_own.mentors, name="mentors_to_choose"),
    path("mentorships/mentors/<slug:token>/", mentorships_own.choose, name="choose_mentor"),
    re_path(rf"{ONE}$", mentorships.show, name="mentorship"),
    re_path(rf"{ONE}accept/$", mentorships.accept, name="accept_mentorship"),
    re_path(rf"{ONE}decline/$", mentorships.decline, name="decline_mentorship"),
    re_path(rf"{ONE}take-back/$", mentorships.take_back, name="take_mentorship_back"),
    re_path(rf"{ONE}goals/$", mentorships.add_goal, name="add_goal"),
    re_path(rf"{ONE}goals/(?P<number>\d{{1,18}})/$", mentorships.change_goal, name="change_goal"),
    re_path(rf"{ONE}feedback/$", mentorships.feedback, name="mentorship_feedback"),
    re_path(rf"{ONE}end/$", mentorships.end, name="end_mentorship"),
    re_path(rf"{ONE}frame/$", mentorships.frame, name="frame_mentorship"),
    re_path(rf"{ONE}meetings/new/$", mentorship_plans.new_meeting, name="new_meeting"),
    re_path(rf"{ONE}meetings/new/draft/$", mentorship_plans.draft_of_new, name="draft_of_new_meeting"),
    re_path(rf"{ONE}(?P<kind>diary|report)\.(?P<form>docx|pdf)$", mentorship_papers.paper, name="mentorship_paper"),
    path("mentorships/meetings/<slug:token>/", mentorship_plans.edit_meeting, name="edit_meeting"),
    path("mentorships/meetings/<slug:token>/draft/", mentorship_plans.draft_of_meeting, name="draft_of_meeting"),
    path("mentorships/meetings/<slug:token>/remove/", mentorship_plans.remove_meeting, name="remove_meeting"),
    path("mentorships/mentees/<slug:token>/leave/", mentorships.leave, name="leave_mentorship"),
    path("mentorships/plans/<slug:token>/", mentorship_plans.plan, name="plan"),
    path("mentorships/plans/<slug:token>/agree/", mentorship_plans.agree, name="agree_plan"),
    path("mentorships/plans/<slug:token>/new/", mentorship_plans.new_line, name="new_plan_line"),
    path("mentorships/plans/<slug:token>/<int:number>/", mentorship_plans.edit_line, name="edit_plan_line"),
    path("mentorships/plans/<slug:token>/<int:number>/remove/", mentorship_plans.remove_line, name="remove_plan_line"),
    path("mentorships/plans/<slug:token>/<int:number>/actions/", mentorship_plans.add_action, name="add_plan_action"),
    path(
        "mentorships/plans/<slug:token>/actions/<int:number>/",
        mentorship_plans.change_action,
        name="change_plan_action",
    ),
    re_path(
        r"^mentorships/plans/(?P<token>[-\w]+)/plan\.(?P<form>docx|pdf)$", mentorship_papers.plan, name="plan_paper"
    ),
    path("desk/mentorships/", mentorship_desk.pulse, name="pulse"),
    path("desk/mentorships/new/", mentorship_desk.propose, name="propose_mentorship"),
    path("desk/mentorships/settlements/", mentorship_matching.settlements, name="settlements"),
    path("desk/mentorships/labour/", mentorship_papers.labour, name="labour_drafts"),
    path("desk/mentorships/matching/", mentorship_matching.start, name="start_matching"),
    path("desk/mentorships/matching/<slug:token>/", mentorship_matching.show, name="matching"),
    path("desk/mentorships/matching/<slug:token>/state/", mentorship_matching.state, name="matching_state"),
    path("desk/mentorships/matching/<slug:token>/approve/", mentorship_matching.approve_many, name="approve_pairs"),
    path("desk/mentorships/suggested/<slug:token>/", mentorship_matching.others, name="suggested_pair"),
    path("desk/mentorships/suggested/<slug:token>/<slug:deed>/", mentorship_matching.decide, name="decide_pair"),
    path("desk/mentorships/<slug:token>/hand-over/", mentorship_steering.hand_over, name="hand_mentorship_over"),
    path("desk/mentorships/<slug:token>/people/", mentorship_steering.add_people, name="add_mentees"),
    path("desk/mentorships/<slug:token>/letter/", mentorship_steering.letter, name="mentorship_letter"),
]

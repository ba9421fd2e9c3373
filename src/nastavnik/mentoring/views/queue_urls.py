"""Addresses of the mentor's queue, and of the methodist's overview, mentors, themes and rules."""

from django.urls import path

from nastavnik.mentoring.views import queue, queue_desk, queue_rules

urlpatterns = [
    path("desk/mentor/", queue.queue, name="queue"),
    path("desk/mentor/profile/", queue.profile, name="own_profile"),
    path("desk/mentor/<slug:token>/hand-over/", queue.hand_over, name="hand_over"),
    path("desk/mentor/<slug:token>/decline/", queue.decline, name="decline"),
    path("desk/consultations/", queue_desk.questions, name="desk_consultations"),
    path("desk/consultations/all/", queue_desk.all_questions, name="desk_consultations_all"),
    path("desk/consultations/questions/<slug:token>/", queue_desk.one, name="routing"),
    path("desk/consultations/questions/<slug:token>/take-away/<slug:mentor>/", queue_desk.take_away, name="take_away"),
    path("desk/consultations/mentors/", queue_desk.mentors_list, name="mentors"),
    path("desk/consultations/mentors/<slug:token>/", queue_desk.mentor, name="mentor"),
    path("desk/consultations/themes/", queue_rules.themes, name="themes"),
    path("desk/consultations/themes/order/", queue_rules.order_themes, name="order_themes"),
    path("desk/consultations/themes/<slug:token>/", queue_rules.theme, name="theme"),
    path("desk/consultations/themes/<slug:token>/retire/", queue_rules.retire_theme, name="retire_theme"),
    path("desk/consultations/themes/<slug:token>/restore/", queue_rules.restore_theme, name="restore_theme"),
    path("desk/consultations/rules/", queue_rules.rules, name="rules"),
    path("desk/consultations/rules/days/", queue_rules.add_day, name="add_day"),
    path("desk/consultations/rules/days/<slug:day>/remove/", queue_rules.remove_day, name="remove_day"),
]

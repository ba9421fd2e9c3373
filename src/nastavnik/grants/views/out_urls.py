"""Addresses of what goes to the fund, of what the fund says, and of the board of deadlines."""

from django.urls import path

from nastavnik.grants.views import board, copying, papers, states

GRANT = "grants/applications/<slug:token>/"

urlpatterns = [
    path("grants/calendar/<str:key>.ics", board.calendar, name="calendar"),
    path(f"{GRANT}papers/", papers.show, name="papers"),
    path(f"{GRANT}papers/application.docx", papers.document, name="document"),
    path(f"{GRANT}papers/all.zip", papers.archive, name="archive"),
    path(f"{GRANT}copy/", copying.show, name="copy"),
    path(f"{GRANT}state/<slug:state>/", states.move, name="move"),
    path(f"{GRANT}answer/", states.answer, name="answer"),
    path(f"{GRANT}reports/", states.add_report, name="add_report"),
    path(f"{GRANT}reports/<slug:report>/", states.mark_report, name="mark_report"),
    path(f"{GRANT}reports/<slug:report>/remove/", states.remove_report, name="remove_report"),
    path("desk/grants/", board.show, name="board"),
]

"""Addresses of the jury: its link, the desk of a juror, and the jury of a contest at the desk."""

from django.urls import URLPattern, path, re_path

from nastavnik.contest.views import jury_desk, jury_invitation, jury_members, jury_work

WORD = r"[-\w]+"
OF, IN = "desk/contests/<slug:contest>/jury", rf"desk/contests/(?P<contest>{WORD})/jury"
FILE = r"sheets-(?P<part>\d{1,4})\.pdf"

JURORS: list[URLPattern] = [
    path("jury/<slug:secret>/", jury_invitation.show, name="jury_invitation"),
    path("desk/jury/", jury_desk.contests, name="jury_desk"),
    path("desk/jury/sheets/<slug:token>/", jury_desk.sheet, name="jury_sheet"),
    path("desk/jury/sheets/<slug:token>/save/", jury_desk.save, name="jury_save"),
    path("desk/jury/sheets/<slug:token>/reopen/", jury_desk.reopen, name="jury_reopen"),
    path("desk/jury/sheets/<slug:token>/others/", jury_desk.look, name="jury_look"),
    path("desk/jury/sheets/<slug:token>/recuse/", jury_desk.recuse, name="jury_recuse"),
    path("desk/jury/<slug:contest>/", jury_desk.contest, name="jury_contest"),
    path("desk/jury/<slug:contest>/calibration/", jury_desk.own_calibration, name="own_calibration"),
    path("desk/jury/<slug:contest>/judge/<slug:application>/", jury_desk.take_recusal_back, name="jury_judge"),
    re_path(rf"^desk/jury/(?P<contest>{WORD})/{FILE}$", jury_desk.own_papers, name="own_papers"),
]

DESK: list[URLPattern] = [
    path(f"{OF}/", jury_members.show, name="jury"),
    path(f"{OF}/add/", jury_members.add, name="add_juror"),
    path(f"{OF}/calibration/", jury_members.calibrate, name="jury_calibration"),
    path(f"{OF}/assign/", jury_work.assign, name="jury_assignment"),
    path(f"{OF}/assign/spread/", jury_work.spread, name="jury_spread"),
    re_path(rf"^{IN}/assign/back/(?P<moment>\d{{1,17}})/$", jury_work.take_back, name="jury_take_back"),
    path(f"{OF}/assign/<slug:application>/", jury_work.by_hand, name="jury_by_hand"),
    path(f"{OF}/progress/", jury_work.progress, name="jury_progress"),
    path(f"{OF}/paper/", jury_work.papers, name="jury_paper"),
    re_path(rf"^{IN}/paper/(?P<juror>{WORD})/{FILE}$", jury_work.printed, name="jury_printed"),
    path(f"{OF}/paper/<slug:sheet>/", jury_work.typing, name="jury_typing"),
    path(f"{OF}/<slug:juror>/", jury_members.edit, name="edit_juror"),
    path(f"{OF}/<slug:juror>/link/", jury_members.renew, name="renew_juror"),
    re_path(rf"^{IN}/(?P<juror>{WORD})/(?P<deed>{'|'.join(jury_members.DEEDS)})/$", jury_members.do, name="do_juror"),
]

urlpatterns: list[URLPattern] = [*JURORS, *DESK]

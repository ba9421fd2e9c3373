"""Addresses of rankings, minutes, results and what follows them."""

from django.urls import URLPattern, path, re_path

from nastavnik.contest.selectors.results.diplomas import KINDS
from nastavnik.contest.views import results_desk, results_gallery, results_papers, results_public

WORD = r"[-\w]+"
OF, IN = "desk/contests/<slug:contest>/results", rf"desk/contests/(?P<contest>{WORD})/results"

urlpatterns: list[URLPattern] = [
    path("contests/<slug:slug>/results/", results_public.results, name="results"),
    path("verify/diplomas/<slug:code>/", results_public.verify_diploma, name="verify_diploma"),
    path("contests/<slug:slug>/gallery/", results_gallery.gallery, name="gallery"),
    path("contests/ideas/<slug:token>/vote/", results_gallery.vote, name="vote_idea"),
    path("applications/<slug:token>/idea/", results_gallery.own_idea, name="own_idea"),
    path("applications/<slug:token>/result/", results_public.own_result, name="own_result"),
    path("applications/<slug:token>/diploma.pdf", results_papers.own_diploma, name="own_diploma"),
    path("desk/jury/<slug:contest>/certificate.pdf", results_papers.own_certificate, name="own_certificate"),
    path("desk/jury/<slug:contest>/vote/", results_desk.chair, name="chair_vote"),
    path(f"{OF}/", results_desk.ranking, name="ranking"),
    path(f"{OF}/without/", results_desk.without, name="without"),
    path(f"{OF}/numbers/", results_desk.numbers, name="numbers"),
    path(f"{OF}/decisions/", results_desk.decisions, name="decisions"),
    path(f"{OF}/decisions/places/", results_desk.take_places, name="take_places"),
    path(f"{OF}/decisions/<slug:application>/", results_desk.decide, name="decide"),
    path(f"{OF}/letters/", results_desk.letters, name="letters"),
    path(f"{OF}/letters/<slug:application>/", results_desk.letter, name="letter"),
    path(f"{OF}/release/", results_desk.release, name="release"),
    path(f"{OF}/minutes/", results_papers.minutes, name="minutes"),
    re_path(
        rf"^{IN}/minutes/(?P<number>\d{{1,6}})\.(?P<kind>json|pdf|docx)$",
        results_papers.minutes_file,
        name="minutes_file",
    ),
    re_path(rf"^{IN}/(?P<kind>{'|'.join(KINDS)})-(?P<part>\d{{1,4}})\.pdf$", results_papers.diplomas, name="diplomas"),
]

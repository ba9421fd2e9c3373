"""Addresses of answering, and of public answers."""

from django.urls import URLPattern, path

from nastavnik.mentoring.views import answer_moments, answering

# before the addresses that begin with the token of a consultation
PUBLIC: list[URLPattern] = []
# /desk/mentor/<token>/: behind the other pages of the mentor
DESK: list[URLPattern] = [
    path("desk/mentor/<slug:token>/", answering.answer, name="answer"),
    path("desk/mentor/<slug:token>/save/", answering.save, name="save_answer"),
    path("desk/mentor/<slug:token>/moments/", answer_moments.search, name="answer_moments"),
    path("desk/mentor/<slug:token>/moments/order/", answer_moments.order, name="order_recommended"),
    path("desk/mentor/<slug:token>/moments/<int:number>/change/", answer_moments.change, name="change_moment"),
    path("desk/mentor/<slug:token>/moments/<int:number>/remove/", answer_moments.remove, name="remove_moment"),
    path("desk/mentor/<slug:token>/moments/<int:number>/restore/", answer_moments.restore, name="restore_moment"),
    path("desk/mentor/<slug:token>/films/<slug:film>/", answer_moments.choose, name="choose_moment"),
    path("desk/mentor/<slug:token>/handouts/<slug:handout>/add/", answer_moments.add_handout, name="add_handout"),
    path(
        "desk/mentor/<slug:token>/handouts/<slug:handout>/remove/",
        answer_moments.remove_handout,
        name="remove_handout",
    ),
]

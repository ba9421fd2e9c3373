"""Addresses of answering, and of public answers."""

from django.urls import URLPattern, path, re_path

from nastavnik.mentoring.views import answer_moments, answering, public, public_desk
from nastavnik.mentoring.views.public_desk import DEEDS

# before the addresses that begin with the token of a consultation
PUBLIC: list[URLPattern] = [
    path("consultations/answers/", public.answers, name="public_answers"),
    path("consultations/answers/<slug:token>/", public.answer, name="public_answer"),
    path("consultations/answers/<slug:token>/helped/", public.helped, name="public_helped"),
    path("consultations/answers/<slug:token>/consent/", public.consent, name="consent_public"),
    path("consultations/answers/<slug:token>/decide/", public.decide, name="decide_public"),
    path("desk/consultations/public/", public_desk.answers, name="desk_public"),
    path("desk/consultations/public/of/<slug:token>/", public_desk.prepare, name="prepare_public"),
    path("desk/consultations/public/<slug:token>/", public_desk.edit, name="edit_public"),
    path("desk/consultations/public/<slug:token>/save/", public_desk.save, name="save_public"),
    path("desk/consultations/public/<slug:token>/marks/", public_desk.marks, name="public_marks"),
    path("desk/consultations/public/<slug:token>/preview/", public_desk.preview, name="preview_public"),
    path(
        "desk/consultations/public/<slug:token>/moments/<int:number>/remove/",
        public_desk.remove_moment,
        name="remove_public_moment",
    ),
    path(
        "desk/consultations/public/<slug:token>/handouts/<int:number>/remove/",
        public_desk.remove_handout,
        name="remove_public_handout",
    ),
    re_path(
        rf"^desk/consultations/public/(?P<token>[-\w]+)/(?P<deed>{'|'.join(DEEDS)})/$",
        public_desk.do,
        name="do_public",
    ),
]
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

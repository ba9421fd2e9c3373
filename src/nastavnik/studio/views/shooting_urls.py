"""Addresses of scripts, shots and consents by link."""

from django.urls import path

from nastavnik.studio.views import shown, shown_desk

CARD = "desk/studio/<slug:token>/"
PERSON = f"{CARD}people/<slug:person>/"
SHOWN = "shown/<str:secret>/"

urlpatterns = [
    path(f"{CARD}people/", shown_desk.show, name="shown"),
    path(PERSON, shown_desk.one, name="shown_one"),
    path(f"{PERSON}correct/", shown_desk.correct, name="correct_shown"),
    path(f"{PERSON}send/", shown_desk.send, name="send_consent"),
    path(f"{PERSON}link/", shown_desk.hand_out, name="hand_out_consent"),
    path(f"{PERSON}paper/", shown_desk.paper, name="note_paper"),
    path(f"{PERSON}withdraw/", shown_desk.withdraw, name="note_withdrawal"),
    path(f"{PERSON}remove/", shown_desk.remove, name="remove_shown"),
    path(SHOWN, shown.read, name="sign"),
    path(f"{SHOWN}answer/", shown.answer, name="answer_consent"),
    path(f"{SHOWN}withdraw/", shown.withdraw, name="withdraw_consent"),
    path(f"{SHOWN}receipt/", shown.receipt, name="consent_receipt"),
]

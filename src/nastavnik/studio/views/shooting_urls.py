"""Addresses of scripts, shots and consents by link."""

from django.urls import path

from nastavnik.studio.views import prompter, script, shots, shown, shown_desk

CARD = "desk/studio/<slug:token>/"
SHOT = f"{CARD}shots/<slug:shot>/"
PERSON = f"{CARD}people/<slug:person>/"
SHOWN = "shown/<str:secret>/"

# what is fixed stands before what begins with the token of a shot
urlpatterns = [
    path(f"{CARD}script/", script.show, name="script"),
    path(f"{CARD}script/save/", script.save, name="save_script"),
    path(f"{CARD}script/<int:revision>/restore/", script.restore, name="restore_script"),
    path(f"{CARD}prompter/", prompter.show, name="prompter"),
    path(f"{CARD}prompter/report/", prompter.report, name="report_prompter"),
    path("desk/studio/remote/<str:signed>/", prompter.remote, name="remote"),
    path("desk/studio/remote/<str:signed>/steer/", prompter.steer, name="steer_prompter"),
    path(f"{CARD}shots/", shots.show, name="shots"),
    path(f"{CARD}shots/propose/", shots.propose, name="propose_shots"),
    path(f"{CARD}shots/order/", shots.order, name="order_shots"),
    path(f"{CARD}shots/print/", shots.printed, name="shots_printed"),
    path(f"{CARD}storyboard/", shots.storyboard, name="storyboard"),
    path(f"{CARD}storyboard.pdf", shots.storyboard_file, name="storyboard_file"),
    path(SHOT, shots.one, name="shot"),
    path(f"{SHOT}tick/", shots.tick, name="tick_shot"),
    path(f"{SHOT}remove/", shots.remove, name="remove_shot"),
    path(f"{SHOT}picture/", shots.add_picture, name="set_shot_picture"),
    path(f"{SHOT}picture.jpg", shots.picture, name="shot_picture"),
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

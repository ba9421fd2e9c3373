"""Addresses of production cards."""

from django.urls import URLPattern, path

from nastavnik.studio.views import board, cards, cards_work

urlpatterns: list[URLPattern] = [
    path("desk/studio/", board.board, name="board"),
    path("desk/studio/order/", board.order, name="order_cards"),
    path("desk/studio/calendar/", board.calendar, name="calendar"),
    path("desk/studio/past/", board.past, name="past"),
    path("desk/studio/mine/", board.mine, name="mine"),
    path("desk/studio/rules/", board.rules, name="rules"),
    path("desk/studio/new/", board.new, name="new_card"),
    path("desk/studio/from/<slug:token>/", board.begin, name="begin_card"),
    path("desk/studio/<slug:token>/", cards.show, name="card"),
    path("desk/studio/<slug:token>/edit/", cards.edit, name="edit_card"),
    path("desk/studio/<slug:token>/move/<slug:state>/", cards.move, name="move_card"),
    path("desk/studio/<slug:token>/remove/", cards.remove, name="remove_card"),
    path("desk/studio/<slug:token>/restore/", cards.restore, name="restore_card"),
    path("desk/studio/<slug:token>/publish/", cards.publish, name="publish_card"),
    path("desk/studio/<slug:token>/subtitles/", cards.checked, name="check_subtitles"),
    path("desk/studio/<slug:token>/steps/", cards_work.add_step, name="add_step"),
    path("desk/studio/<slug:token>/steps/usual/", cards_work.usual_steps, name="usual_steps"),
    path("desk/studio/<slug:token>/steps/order/", cards_work.order_steps, name="order_steps"),
    path("desk/studio/<slug:token>/steps/<slug:step>/tick/", cards_work.tick_step, name="tick_step"),
    path("desk/studio/<slug:token>/steps/<slug:step>/remove/", cards_work.remove_step, name="remove_step"),
    path("desk/studio/<slug:token>/comments/", cards_work.add_comment, name="add_comment"),
    path("desk/studio/<slug:token>/files/", cards_work.add_file, name="add_card_file"),
    path("desk/studio/<slug:token>/files/<slug:file>/", cards_work.file, name="card_file"),
    path("desk/studio/<slug:token>/files/<slug:file>/remove/", cards_work.remove_file, name="remove_card_file"),
]

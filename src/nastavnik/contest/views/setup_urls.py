"""Addresses of contests: what everybody sees, and their setting up at the desk."""

from django.urls import URLPattern, include, path, register_converter

from nastavnik.contest.views import public, setup, setup_form, setup_lists


class ListName:
    """A list of a contest in an address."""

    regex = "directions|criteria|awards"

    def to_python(self, value: str) -> str:
        """Return the word as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the word as it stands."""
        return value


class PreviewName(ListName):
    """A page that can be looked at before a contest opens."""

    regex = "regulation|application|sheet"


class Step(ListName):
    """One place up or down."""

    regex = "up|down"


register_converter(ListName, "contest_list")
register_converter(PreviewName, "contest_preview")
register_converter(Step, "contest_step")

at_desk: list[URLPattern] = [
    path("", setup.show, name="desk_contest"),
    path("text/", setup.edit_words, name="edit_words"),
    path("days/", setup.edit_days, name="edit_days"),
    path("rules/", setup.edit_rules, name="edit_rules"),
    path("<contest_list:part>/", setup_lists.show, name="part"),
    path("<contest_list:part>/add/", setup_lists.add, name="add_row"),
    path("<contest_list:part>/order/", setup_lists.order, name="order_part"),
    path("<contest_list:part>/<int:row>/", setup_lists.edit, name="edit_row"),
    path("<contest_list:part>/<int:row>/remove/", setup_lists.remove, name="remove_row"),
    path("form/", setup_form.board, name="edit_form"),
    path("form/order/", setup_form.order, name="order_form"),
    path("form/add/", setup_form.add_section, name="add_section"),
    path("form/sections/<slug:key>/", setup_form.edit_section, name="edit_section"),
    path("form/sections/<slug:key>/add/", setup_form.add_field, name="add_field"),
    path("form/sections/<slug:key>/remove/", setup_form.remove_section, name="remove_section"),
    path("form/sections/<slug:key>/<contest_step:direction>/", setup_form.move_section, name="move_section"),
    path("form/fields/<slug:key>/", setup_form.edit_field, name="edit_field"),
    path("form/fields/<slug:key>/remove/", setup_form.remove_field, name="remove_field"),
    path("preview/", public.preview, name="preview"),
    path("preview/<contest_preview:view>/", public.preview, name="preview_of"),
    path("clone/", setup.clone, name="clone_contest"),
    path("open/", setup.open_it, name="open"),
    path("take-back/", setup.take_back, name="take_back"),
    path("remove/", setup.remove, name="remove_contest"),
    path("bring-back/", setup.bring_back_contest, name="bring_back_contest"),
    path("undo/<int:entry>/", setup.undo, name="undo_setup"),
]

urlpatterns = [
    path("contests/", public.contests, name="contests"),
    path("contests/<slug:slug>/", public.contest, name="contest"),
    path("contests/<slug:slug>/regulation/", public.regulation, name="regulation"),
    path("desk/contests/", setup.contests, name="desk_contests"),
    path("desk/contests/add/", setup.add, name="add_contest"),
    path("desk/contests/<slug:token>/", include(at_desk)),
]

"""Addresses of what other systems ask of the school: LTI, and the desk where they are connected."""

from django.urls import URLPattern, path

from nastavnik.learning.views import lti, lti_choice, lti_desk, lti_register, systems

ONE = "desk/systems/lti/<slug:token>/"

urlpatterns: list[URLPattern] = [
    path("lti/login/", lti.login, name="lti_login"),
    path("lti/launch/", lti.launch, name="lti_launch"),
    path("lti/keys/", lti.keys, name="lti_keys"),
    path("lti/enter/<str:ticket>/", lti.enter, name="lti_enter"),
    path("lti/lessons/<slug:uid>/", lti.lesson, name="lti_lesson"),
    path("lti/deep/", lti.door, name="lti_door"),
    path("lti/deep/<str:ticket>/", lti_choice.choice, name="lti_choice"),
    path("lti/register/<str:secret>/", lti_register.register, name="lti_register"),
    path("me/systems/", lti.own, name="own_systems"),
    path("me/systems/<int:number>/disconnect/", lti.disconnect, name="disconnect_lti"),
    path("desk/systems/", systems.systems, name="systems"),
    path("desk/systems/xapi/", systems.store, name="record_store"),
    path("desk/systems/xapi/retry/", systems.retry, name="retry_statements"),
    path("desk/systems/lti/add/", lti_desk.add, name="add_lti_platform"),
    path(ONE, lti_desk.platform, name="lti_platform"),
    path(f"{ONE}edit/", lti_desk.edit, name="edit_lti_platform"),
    path(f"{ONE}remove/", lti_desk.remove, name="remove_lti_platform"),
    path(f"{ONE}restore/", lti_desk.restore, name="restore_lti_platform"),
    path(f"{ONE}retry/", lti_desk.retry, name="retry_lti_grades"),
    path("desk/systems/lti/courses/<slug:token>/people/", lti_desk.people, name="lti_people"),
]

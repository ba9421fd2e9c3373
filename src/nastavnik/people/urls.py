"""Addresses of the app."""

from django.urls import path

from nastavnik.people.views import consents, desk, entry, me, notices, places, staff_lists

app_name = "people"
urlpatterns = [
    path("register/", entry.register, name="register"),
    path("invitation/<str:secret>/", entry.invitation, name="invitation"),
    path("consents/<slug:kind>/", consents.document, name="document"),
    path("unsubscribe/<str:signed>/", notices.unsubscribe, name="unsubscribe"),
    path("me/profile/", me.profile, name="profile"),
    path("me/security/", me.security, name="security"),
    path("me/data/", me.own_data, name="own_data"),
    path("me/data/export/", me.export_own_data, name="export_own_data"),
    path("me/consents/", consents.consents, name="consents"),
    path("me/consents/welcome/", consents.welcome, name="welcome"),
    path("me/consents/<int:text_id>/give/", consents.give, name="give_consent"),
    path("me/consents/<slug:kind>/withdraw/", consents.withdraw, name="withdraw_consent"),
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/read/", notices.read_all, name="read_notices"),
    path("me/notices/<int:notice_id>/open/", notices.open_one, name="open_notice"),
    path("me/notices/preferences/", notices.preferences, name="preferences"),
    path("people/<slug:token>/", desk.person, name="person"),
    path("people/<slug:token>/edit/", desk.edit_person, name="edit_person"),
    path("people/<slug:token>/roles/", desk.roles, name="roles"),
    path("people/<slug:token>/invitation/", desk.renew_invitation, name="renew_invitation"),
    path("people/<slug:token>/deactivate/", desk.deactivate, name="deactivate"),
    path("people/<slug:token>/activate/", desk.activate, name="activate"),
    path("desk/people/", desk.people, name="people"),
    path("desk/people/invite/", desk.invite, name="invite"),
    path("desk/people/import/", staff_lists.staff_lists, name="staff_lists"),
    path("desk/people/import/<slug:token>/", staff_lists.staff_list, name="staff_list"),
    path("desk/people/import/<slug:token>/recheck/", staff_lists.recheck, name="recheck_staff_list"),
    path("desk/people/import/<slug:token>/apply/", staff_lists.apply, name="apply_staff_list"),
    path("desk/people/import/<slug:token>/undo/", staff_lists.undo, name="undo_staff_list"),
    path("desk/libraries/", places.libraries, name="libraries"),
    path("desk/libraries/add/", places.add_library, name="add_library"),
    path("desk/libraries/<slug:token>/", places.library, name="library"),
    path("desk/organisations/", places.organisations, name="organisations"),
    path("desk/organisations/add/", places.add_organisation, name="add_organisation"),
    path("desk/organisations/<slug:token>/", places.organisation, name="organisation"),
    path("desk/outbox/", notices.outbox, name="outbox"),
    path("desk/outbox/<slug:token>/retry/", notices.retry, name="retry_letter"),
    path("desk/consents/", consents.texts, name="consent_texts"),
]

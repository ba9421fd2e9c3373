"""Addresses of the desk of broadcasts. What a browser sends (`/live/send/`) is answered before Django: see `asgi/`."""

from django.urls import URLPattern, path, re_path

from nastavnik.live.enums import ChannelKind
from nastavnik.live.views import desk, desk_channels, desk_check, desk_deeds, desk_forms

ONE = "desk/broadcasts/<slug:token>/"
KINDS = "|".join(ChannelKind.values)

urlpatterns: list[URLPattern] = [
    path("desk/broadcasts/", desk.broadcasts, name="broadcasts"),
    path("desk/broadcasts/plan/", desk.plan, name="plan"),
    path(ONE, desk.broadcast, name="broadcast"),
    path(f"{ONE}state/", desk.state, name="broadcast_state"),
    path(f"{ONE}go-live/", desk_deeds.go_live, name="go_live"),
    path(f"{ONE}end/", desk_deeds.end, name="end_broadcast"),
    path(f"{ONE}senders/<slug:sender>/", desk_deeds.hand_over, name="hand_over"),
    path(f"{ONE}channels/<slug:channel>/", desk_forms.relay, name="relay"),
    path(f"{ONE}channels/<slug:channel>/switch/", desk_deeds.switch_relay, name="switch_relay"),
    path(f"{ONE}settings/", desk_forms.settings, name="broadcast_settings"),
    path(f"{ONE}keys/", desk_forms.keys, name="keys"),
    path(f"{ONE}keys/<slug:key>/withdraw/", desk_forms.revoke, name="revoke_key"),
    path(f"{ONE}check/", desk_check.ask, name="check"),
    path(f"{ONE}check/result/", desk_check.result, name="check_result"),
    path(f"{ONE}check/upload/", desk_check.upload, name="check_upload"),
    path("desk/channels/", desk_channels.channels, name="channels"),
    re_path(rf"^desk/channels/add/(?P<kind>{KINDS})/$", desk_channels.add, name="add_channel"),
    path("desk/channels/<slug:token>/", desk_channels.channel, name="channel"),
    path("desk/channels/<slug:token>/remove/", desk_channels.remove, name="remove_channel"),
    path("desk/channels/<slug:token>/restore/", desk_channels.restore, name="restore_channel"),
]

"""Addresses of the channels that are counted."""

from django.urls import path

from nastavnik.audience.views import channels

urlpatterns = [
    path("desk/views/channels/", channels.channels, name="channels"),
    path("desk/views/channels/new/<slug:kind>/", channels.add, name="add_channel"),
    path("desk/views/channels/<slug:token>/", channels.channel, name="channel"),
    path("desk/views/channels/<slug:token>/lessons/", channels.lessons, name="channel_lessons"),
    path("desk/views/channels/<slug:token>/remove/", channels.remove, name="remove_channel"),
    path("desk/views/channels/<slug:token>/restore/", channels.restore, name="restore_channel"),
    path("desk/views/channels/<slug:token>/ask/", channels.ask, name="ask_channel"),
]

"""Addresses of topics."""

from django.urls import URLPattern, path, re_path

from nastavnik.studio.views import topics, topics_desk

urlpatterns: list[URLPattern] = [
    path("topics/", topics.show_all, name="topics"),
    path("topics/propose/", topics.propose, name="propose"),
    path("topics/alike/", topics.alike, name="alike"),
    path("topics/<slug:token>/", topics.show, name="topic"),
    path("topics/<slug:token>/edit/", topics.edit, name="edit_topic"),
    re_path(r"^topics/(?P<token>[-\w]+)/(?P<deed>vote|unvote|tell|hush)/$", topics.say, name="say"),
    path("desk/topics/", topics_desk.show_all, name="desk_topics"),
    path("desk/topics/collect/", topics_desk.collect, name="collect_topics"),
    path("desk/topics/merge/", topics_desk.merge, name="merge_topics"),
    path("desk/topics/<slug:token>/", topics_desk.show, name="desk_topic"),
    path("desk/topics/<slug:token>/edit/", topics_desk.edit, name="edit_desk_topic"),
    path("desk/topics/<slug:token>/open/", topics_desk.open_one, name="open_topic"),
    path("desk/topics/<slug:token>/decline/", topics_desk.decline, name="decline_topic"),
]

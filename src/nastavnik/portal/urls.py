"""Addresses of the public pages, of one's own study and of the desk's first page."""

from django.urls import path

from nastavnik.portal import views
from nastavnik.portal.views import embed, machines

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("programme/", views.programme, name="programme"),
    path("programme/<slug:token>/", views.programme, name="year"),
    path("lessons/", views.to_programme, name="lessons"),
    path("lessons/<slug:slug>/", views.lesson, name="lesson"),
    path("videos/", views.videos, name="videos"),
    path("about/", views.about, name="about"),
    path("me/", views.me, name="me"),
    path("desk/", views.desk, name="desk"),
    path("embed/", embed.embed, name="embed"),
    path("embed/year/<slug:token>/", embed.embed, name="embed_year"),
    path("desk/embed/", embed.embedding, name="embedding"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", machines.sitemap_part, name="sitemap_part"),
    path("feeds/lessons.rss", machines.lessons_feed, name="lessons_feed"),
    path("feeds/podcast.rss", machines.podcast, name="podcast"),
    path("oembed/", machines.oembed, name="oembed"),
    path("cards/<slug:kind>/<slug:name>.png", machines.card, name="card"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
]

"""Addresses of the search and of the desk's list of what was not found."""

from django.urls import path

from nastavnik.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("desk/searches/", views.misses, name="misses"),
]

"""Addresses at which library programs and e-readers ask."""

from django.urls import path

from nastavnik.publishing.views import oai, opds, records

urlpatterns = [
    path("oai/", oai.oai, name="oai"),
    path("opds/", opds.door, name="opds"),
    path("opds/books/", opds.books, name="opds_books"),
    path("opds/search.xml", opds.description, name="opds_search"),
    path("opds/2/", opds.door_as_manifest, name="opds2"),
    path("opds/2/books/", opds.books_as_manifest, name="opds2_books"),
    path("records/<str:kind>/<slug:token>.<str:ending>", records.record, name="record"),
]

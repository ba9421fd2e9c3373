"""Addresses of the desk of collections."""

from django.urls import path

from nastavnik.publishing.views import desk_collections as collections

COLLECTION = "desk/collections/<slug:token>"

# fixed words come before the token of a collection
urlpatterns = [
    path("desk/collections/", collections.show_all, name="collections"),
    path("desk/collections/new/", collections.new, name="new_collection"),
    path(f"{COLLECTION}/", collections.show, name="collection"),
    path(f"{COLLECTION}/edit/", collections.edit, name="edit_collection"),
    path(f"{COLLECTION}/imprint/", collections.imprint, name="imprint"),
    path(f"{COLLECTION}/order/", collections.order, name="order_articles"),
    path(f"{COLLECTION}/parts/", collections.add_part, name="add_part"),
    path(f"{COLLECTION}/parts/<slug:part>/", collections.part, name="part"),
    path(f"{COLLECTION}/state/", collections.set_state, name="set_state"),
    path(f"{COLLECTION}/remove/", collections.remove, name="remove_collection"),
    path(f"{COLLECTION}/restore/", collections.restore, name="restore_collection"),
]

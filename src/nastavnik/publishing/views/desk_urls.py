"""Addresses of the desk of collections."""

from django.urls import path

from nastavnik.publishing.views import desk_adding as adding
from nastavnik.publishing.views import desk_articles as articles
from nastavnik.publishing.views import desk_collections as collections
from nastavnik.publishing.views import desk_history as history
from nastavnik.publishing.views import desk_inserting as inserting
from nastavnik.publishing.views.converters import PICTURE

COLLECTION = "desk/collections/<slug:token>"
ARTICLE = "desk/collections/articles/<slug:token>"

# fixed words come before the token of a collection
urlpatterns = [
    path("desk/collections/", collections.show_all, name="collections"),
    path("desk/collections/new/", collections.new, name="new_collection"),
    path(f"{ARTICLE}/", articles.show, name="article"),
    path(f"{ARTICLE}/save/", articles.save, name="save_article"),
    path(f"{ARTICLE}/take-out/", articles.take_out, name="take_out"),
    path(f"{ARTICLE}/tidy/", articles.tidy, name="tidy_article"),
    path(f"{ARTICLE}/state/", articles.move, name="move_article"),
    path(f"{ARTICLE}/facts/", articles.facts, name="article_facts"),
    path(f"{ARTICLE}/pictures/", articles.add_picture, name="add_picture"),
    path(f"{ARTICLE}/pictures/{PICTURE}/", articles.picture, name="article_picture"),
    path(f"{ARTICLE}/reference/", inserting.reference, name="form_reference"),
    path(f"{ARTICLE}/remove/", articles.remove, name="remove_article"),
    path(f"{ARTICLE}/restore/", articles.restore, name="restore_article"),
    path(f"{ARTICLE}/authors/", history.add_author, name="add_author"),
    path(f"{ARTICLE}/authors/<slug:author>/", history.author, name="author"),
    path(f"{ARTICLE}/history/", history.show, name="article_history"),
    path(f"{ARTICLE}/history/<int:number>/restore/", history.restore, name="restore_revision"),
    path(f"{ARTICLE}/history/<int:number>/leave/", history.leave, name="leave_aside"),
    path(f"{COLLECTION}/", collections.show, name="collection"),
    path(f"{COLLECTION}/edit/", collections.edit, name="edit_collection"),
    path(f"{COLLECTION}/imprint/", collections.imprint, name="imprint"),
    path(f"{COLLECTION}/order/", collections.order, name="order_articles"),
    path(f"{COLLECTION}/parts/", collections.add_part, name="add_part"),
    path(f"{COLLECTION}/parts/<slug:part>/", collections.part, name="part"),
    path(f"{COLLECTION}/state/", collections.set_state, name="set_state"),
    path(f"{COLLECTION}/remove/", collections.remove, name="remove_collection"),
    path(f"{COLLECTION}/restore/", collections.restore, name="restore_collection"),
    path(f"{COLLECTION}/add/", adding.choose, name="add_article"),
    path(f"{COLLECTION}/add/lessons/<slug:lesson>/", adding.lesson, name="add_lesson"),
    path(f"{COLLECTION}/add/consultation/", adding.answer, name="add_answer"),
    path(f"{COLLECTION}/add/project/", adding.project, name="add_project"),
    path(f"{COLLECTION}/add/document/", adding.file, name="add_file"),
    path(f"{COLLECTION}/add/new/", adding.written, name="write_anew"),
]

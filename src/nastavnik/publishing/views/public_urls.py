"""Addresses of collections as everybody reads them, of their press, and of the proofs of authors."""

from django.urls import path

from nastavnik.publishing.press.book import Form
from nastavnik.publishing.views import memo, press, proofs, public
from nastavnik.publishing.views.converters import PICTURE

BOOK = "collections/<slug:slug>/"
PRESS = "desk/collections/<slug:token>/press/"
PROOFS = "desk/collections/articles/<slug:token>/proofs/"

urlpatterns = [
    path("collections/", public.shelf, name="shelf"),
    path(BOOK, public.book, name="book"),
    path(f"{BOOK}read/<slug:key>/", public.read, name="read"),
    path(f"{BOOK}cover.png", public.cover, name="cover"),
    path(f"{BOOK}book.pdf", public.file, {"form": Form.SCREEN}, name="pdf"),
    path(f"{BOOK}print.pdf", public.file, {"form": Form.PRINT}, name="print_pdf"),
    path(f"{BOOK}print-cover.pdf", public.file, {"form": Form.COVER}, name="cover_pdf"),
    path(f"{BOOK}book.epub", public.file, {"form": Form.EPUB}, name="epub"),
    path(f"{BOOK}book.docx", public.file, {"form": Form.DOCX}, name="docx"),
    path(f"{BOOK}pictures/<slug:article>/{PICTURE}/", public.picture, name="picture"),
    path("lessons/<slug:slug>/memo.pdf", memo.lesson, name="memo"),
    path(PRESS, press.show, name="press"),
    path(f"{PRESS}state/", press.state, name="press_state"),
    path(f"{PRESS}ask/", press.ask, name="ask_press"),
    path(f"{PRESS}<slug:run>/stop/", press.stop, name="stop_press"),
    path("proof/<str:secret>/", proofs.read, name="proof"),
    path("proof/<str:secret>/remark/", proofs.remark, name="proof_remark"),
    path("proof/<str:secret>/remarks/<int:number>/withdraw/", proofs.withdraw_remark, name="withdraw_proof_remark"),
    path("proof/<str:secret>/answer/", proofs.answer, name="answer_proof"),
    path(f"proof/<str:secret>/pictures/{PICTURE}/", proofs.picture, name="proof_picture"),
    path(PROOFS, proofs.desk, name="article_proofs"),
    path(f"{PROOFS}<slug:author>/send/", proofs.send, name="send_proof"),
    path(f"{PROOFS}<slug:proof>/withdraw/", proofs.withdraw, name="withdraw_proof"),
    path(f"{PROOFS}remarks/<int:number>/resolve/", proofs.resolve, name="resolve_proof_remark"),
]

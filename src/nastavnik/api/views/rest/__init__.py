"""The interface for programs, version 1: `/api/v1/`."""

from nastavnik.api.views.rest.desk import router as desk_router
from nastavnik.api.views.rest.desk_books import router as desk_books_router
from nastavnik.api.views.rest.desk_lessons import router as desk_lessons_router
from nastavnik.api.views.rest.desk_live import router as desk_live_router
from nastavnik.api.views.rest.desk_programmes import router as desk_programmes_router
from nastavnik.api.views.rest.desk_questions import router as desk_questions_router
from nastavnik.api.views.rest.frame import rest
from nastavnik.api.views.rest.open import router as open_router

rest.add_router("", open_router)
rest.add_router("/desk", desk_lessons_router)
rest.add_router("/desk", desk_programmes_router)
rest.add_router("/desk", desk_live_router)
rest.add_router("/desk", desk_router)
rest.add_router("/desk", desk_questions_router)
rest.add_router("/desk", desk_books_router)

__all__ = ["rest"]

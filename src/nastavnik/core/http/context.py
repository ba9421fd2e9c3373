"""What every page gets: navigation and display preferences, made by middlewares before rendering begins."""

from typing import Any

from django.urls import get_script_prefix

from nastavnik.core.http.requests import Request


def page(request: Request) -> dict[str, Any]:
    """Return what the base page shows. Everything is evaluated already: templates never query."""
    return {
        "home_url": get_script_prefix(),
        "here": request.get_full_path(),
        "school": getattr(request, "school", None),
        "display": getattr(request, "display", None),
        "nav": tuple(getattr(request, "nav", ())),
        "desk_nav": getattr(request, "desk_nav", None),
        "user_menu": getattr(request, "user_menu", []),
        "propose_url": getattr(request, "propose_url", ""),
        "school_styles": getattr(request, "school_styles", ""),
        "unread_notices": getattr(request, "unread_notices", 0),
    }

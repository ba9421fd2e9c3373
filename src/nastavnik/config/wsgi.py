"""Pages as WSGI: Django's WSGI handler costs a tenth of its ASGI handler (docs/decisions)."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

application = get_wsgi_application()

# Apps, views and addresses stay as long as the process does. Python's collector would walk over them again and again, a seventh of a second
# each full round in the middle of somebody's page; so they are loaded now and left out.
get_resolver().url_patterns  # noqa: B018 -- to look at them is to load them
gc.collect()
gc.freeze()

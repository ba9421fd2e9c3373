"""Pages as WSGI: Django's WSGI handler costs a tenth of its ASGI handler (docs/decisions)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

application = get_wsgi_application()

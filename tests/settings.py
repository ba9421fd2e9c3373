"""The school's own settings, in a folder that is thrown away, with fast passwords and plain static files."""

import os
import tempfile

os.environ["NASTAVNIK_DATA"] = tempfile.mkdtemp(prefix="nastavnik-test-")
os.environ["SECRET_KEY"] = "tests-only"
os.environ.setdefault("LOG_LEVEL", "WARNING")

from nastavnik.config.settings import *  # noqa: F403 -- the settings under test, whatever they are

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "nastavnik.core.storage.school_storage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there

"""Django settings, all derived from the typed environment in `env.py`.

`nastavnik` and `manage.py`-style commands stop with a readable message when a variable is wrong.
"""

import os
import sys
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from nastavnik.config.env import EnvError, read_env
from nastavnik.config.logs import logging_config
from nastavnik.config.mail import mail_settings
from nastavnik.core.buckets import bucket_origin

try:
    ENV = read_env(os.environ)
except EnvError as error:
    sys.exit(f"Settings are wrong, nothing was started:\n{error}\nSee docs/operate/settings.md")

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = ENV.data_dir
# Letters, originals and the database lie in it: nobody else on the machine looks in (docs/operate/security.md).
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = ENV.secret_key
DEBUG = ENV.is_debug
ALLOWED_HOSTS = ENV.allowed_hosts
BASE_URL = ENV.base_url
CSRF_TRUSTED_ORIGINS = [ENV.base_url]

INSTALLED_APPS = [
    "nastavnik.portal",
    "nastavnik.api",
    "nastavnik.audience",
    "nastavnik.studio",
    "nastavnik.publishing",
    "nastavnik.grants",
    "nastavnik.contest",
    "nastavnik.mentoring",
    "nastavnik.learning",
    "nastavnik.live",
    "nastavnik.search",
    "nastavnik.video",
    "nastavnik.programme",
    "nastavnik.people",
    "nastavnik.core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.vk",
    "allauth.socialaccount.providers.yandex",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "nastavnik.core.http.guests.GuestCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nastavnik.core.http.preferences.PreferencesMiddleware",
    "nastavnik.programme.middleware.SchoolMiddleware",
    "nastavnik.core.http.zone.ViewerZoneMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nastavnik.people.middleware.PeopleMiddleware",
    "nastavnik.portal.middleware.NavigationMiddleware",
    "nastavnik.core.http.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "nastavnik.config.urls"
WSGI_APPLICATION = "nastavnik.config.wsgi.application"
ASGI_APPLICATION = "nastavnik.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nastavnik.core.http.context.page",
            ],
        },
    },
]
FORM_RENDERER = "nastavnik.core.forms.SchoolRenderer"

# --- data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": dj_database_url.parse(ENV.database_url)}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    Path(str(DATABASES["default"]["NAME"])).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # WAL lets pages read while a form is saved; FULL keeps every acknowledged write through a power cut; what one process
        # writes another reads from the same memory (docs/decisions/2026-11-27-sqlite-is-mapped.md).
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA mmap_size=2147418112;"
        ),
    }
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = not IS_SQLITE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url}
        if ENV.redis_url
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}
    ),
}

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        # each has a worker of its own, so that what takes long holds up no letter: films, books, what waits for servers of others
        "QUEUES": ["default", "video", "press", "outside"],
    },
}

# --- files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [path for path in [PACKAGE_DIR / "static"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "nastavnik.core.storage.school_storage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
WHITENOISE_MANIFEST_STRICT = False
# Files that carry a hash of their content never change: Django's own (name.0123456789ab.css) and the chunks of islands.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+(\.[0-9a-f]{12}|-[0-9A-Z]{8})\.\w+$"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL_PREFIX = ENV.media_prefix
MEDIA_SECRET = ENV.media_secret or SECRET_KEY
MEDIA_SIGNATURE = ENV.media_signature
STORAGE_URL = ENV.storage_url
FFMPEG = ENV.ffmpeg
SPEECH_MODELS = ENV.speech_models or DATA_DIR / "speech-models"
UPLOAD_QUOTA_BYTES = ENV.upload_quota_bytes
UPLOAD_MAX_BYTES = ENV.upload_max_bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
# A film of 500 chapters (`video.services.chapters`) is one form, of which each has six fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
# On the disk of the data: a film that came by a plain form is linked to its place, not copied.
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)

# --- live broadcasts ------------------------------------------------------------------------------------------------

RTMP_HOST, RTMP_PORT = ENV.rtmp_host, ENV.rtmp_port
RTMP_CERTIFICATE, RTMP_KEY = ENV.rtmp_certificate, ENV.rtmp_key
RTMP_URL = ENV.rtmp_url
INGEST_HOST, INGEST_PORT, INGEST_ADDRESS = ENV.ingest_host, ENV.ingest_port, ENV.ingest_address
INGEST_NODE = ENV.ingest_node
BROADCASTS_AT_ONCE, BROADCAST_HOURS = ENV.broadcast_most, ENV.broadcast_most_hours
RELAY_INSIDE = ENV.is_relay_inside

# --- other systems --------------------------------------------------------------------------------------------------

# Learning platforms and record stores may lie in the operator's own network (`core.outside`).
EXCHANGE_INSIDE = ENV.is_exchange_inside

# --- people and sign-in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Strangers' addresses get no letters: otherwise anybody could make the school write to anybody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; mail to village libraries is slow
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
# Guessing at one account is stopped by axes, with a page that says what to do; these are the outer limits.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip,100/h/key",
    "request_login_code": "30/m/ip,5/10m/key",
    "reset_password": "20/m/ip,5/10m/key",
    "switch_on_browser": "20/10m/user",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "nastavnik.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "nastavnik.people.forms.NewAddressForm",
    "request_login_code": "nastavnik.people.forms.CodeForm",
    "reset_password": "nastavnik.people.forms.ForgottenForm",
}
SOCIALACCOUNT_ADAPTER = "nastavnik.people.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {
    name: {"APPS": [{"client_id": client_id, "secret": secret, "key": ""}]}
    for name, client_id, secret in (
        ("vk", ENV.vk_client_id, ENV.vk_client_secret),
        ("yandex", ENV.yandex_client_id, ENV.yandex_client_secret),
    )
    if client_id
}
# Where the buttons of outside sign-in lead, and only when an operator has switched them on.
SIGN_IN_HOSTS = [
    *(["https://id.vk.ru", "https://id.vk.com"] if ENV.vk_client_id else []),
    *(["https://*.yandex.ru", "https://*.yandex.com"] if ENV.yandex_client_id else []),
]
SOCIALACCOUNT_STORE_TOKENS = False
MFA_TOTP_ISSUER = "Наставник"
MFA_FORMS = {"add_webauthn": "nastavnik.people.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.is_https
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "nastavnik.people.adapters.typed_name"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "nastavnik.people.adapters.locked_out"
AXES_VERBOSE = False

SESSION_ENGINE = "nastavnik.core.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.is_https
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if ENV.is_https else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other hosts of the institution's domain are not ours to speak for
    "security.W008",  # http is turned into https by the server in front, which alone knows the outer address
    "security.W021",  # the same: a preload list takes whole domains
]
SECURE_REFERRER_POLICY = "same-origin"
# The proxies whose word about the sender and the scheme is taken; see config/proxies.py.
TRUSTED_PROXIES = ENV.trusted_proxies
X_FRAME_OPTIONS = "DENY"
# Sites that may show films of the school in a frame; besides them only the school itself.
EMBED_HOSTS = ENV.embed_hosts
# Films in a bucket come from its own host: the school redirects to addresses that the bucket has signed.
FILM_SOURCES = [SELF, *filter(None, [bucket_origin(ENV.storage_url)])]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [*FILM_SOURCES, "data:", "blob:"],
        "font-src": [SELF],
        "media-src": [*FILM_SOURCES, "blob:"],
        "connect-src": FILM_SOURCES,
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF, *SIGN_IN_HOSTS],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone

# --- mail and logs --------------------------------------------------------------------------------------------------

EMAIL = mail_settings(ENV.mail_url, DATA_DIR)
EMAIL_BACKEND = EMAIL.backend
EMAIL_HOST, EMAIL_PORT = EMAIL.host, EMAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.user, EMAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.use_starttls, EMAIL.use_ssl
EMAIL_FILE_PATH = str(EMAIL.folder)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from
# Notices in browsers go by the browsers' own services: third parties, asked only where the operator wants it.
WEB_PUSH, WEB_PUSH_SERVICES = ENV.is_web_push, ENV.web_push_services

LOGGING = logging_config(ENV.log_level)
LOGGING_CONFIG = "logging.config.dictConfig"

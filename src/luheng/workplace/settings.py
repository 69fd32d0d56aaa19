"""Django settings of one city's site. One site is one city: LUHENG_CITY names its folder.

Environment
  LUHENG_CITY            folder of the city (made by `luheng new`)
  DATABASE_URL           postgres://… instead of the SQLite file in the folder
  LUHENG_PREPARE         0 where a pooler shares connections between transactions (PgBouncer)
  LUHENG_ALLOWED_HOSTS   comma-separated; default: this machine only
  LUHENG_HTTPS           1 behind a TLS proxy: secure cookies, HSTS
  LUHENG_DEBUG           1 shows Django's error pages
  LUHENG_BACKGROUND      1 where a worker carries out jobs (set by `luheng serve`); else they are
                         done at once, in the request that starts them
  LUHENG_SERVED_BY       process whose end ends the web processes (set by `luheng serve`)
  LUHENG_SECRET_KEY      instead of secret.key in the folder, for several machines
  LUHENG_LOG             json: one line of JSON an event, no personal data (set by --production)
  LUHENG_METRICS_FROM    addresses that may ask /metrics, comma-separated; default: this machine
  LUHENG_METRICS_TOKEN   or a token they send as Authorization: Bearer …
  LUHENG_BODY_LIMIT_MB   largest upload form; default: three files of file_limit_mb
  LUHENG_LEAST_FREE_MB   /ready fails with less room on the disk; default 200
  LUHENG_VIRUS_SCANNER   unix:…, tcp:host:port or command:…: what looks at uploads, see scanning.py
  LUHENG_OPENID_SECRET   what the site shows the sign-in provider of [openid] in luheng.toml
  LUHENG_LANGUAGE        zh-hans (default) or en: the language before anyone switches
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.management.utils import get_random_secret_key

from luheng.workplace.city import City, open_city

_HERE = Path(__file__).parent
_folder = os.environ.get("LUHENG_CITY")
LUHENG_CITY: City | None = open_city(_folder) if _folder else None

SECRET_KEY = os.environ.get("LUHENG_SECRET_KEY") or (
    LUHENG_CITY.secret_key() if LUHENG_CITY else get_random_secret_key()
)
LUHENG_BACKGROUND = os.environ.get("LUHENG_BACKGROUND") == "1"
DEBUG = os.environ.get("LUHENG_DEBUG") == "1"
_HTTPS = os.environ.get("LUHENG_HTTPS") == "1"
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("LUHENG_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
]
CSRF_TRUSTED_ORIGINS = (
    [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if _HTTPS else []
)

LUHENG_METRICS_FROM = os.environ.get("LUHENG_METRICS_FROM", "127.0.0.1,::1").split(",")
LUHENG_METRICS_TOKEN = os.environ.get("LUHENG_METRICS_TOKEN", "")
LUHENG_BODY_LIMIT_MB = int(os.environ.get("LUHENG_BODY_LIMIT_MB", "0"))
LUHENG_LEAST_FREE_MB = int(os.environ.get("LUHENG_LEAST_FREE_MB", "200"))

INSTALLED_APPS = [
    "luheng.workplace",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "import_export",
    "simple_history",
    "axes",
]
MIDDLEWARE = [
    "luheng.workplace.operations.logs.RequestLog",
    "luheng.workplace.operations.measures.Measured",
    "luheng.workplace.operations.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "luheng.workplace.middleware.ContentSecurityPolicy",
    "luheng.workplace.middleware.AskedOnce",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "luheng.workplace.middleware.ChineseFirst",
    "luheng.workplace.operations.limits.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luheng.workplace.identity.middleware.StillHere",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "luheng.workplace.identity.middleware.SecondFactorFirst",
    "luheng.workplace.middleware.VerdictsOfToday",
]
ROOT_URLCONF = "luheng.workplace.urls"
WSGI_APPLICATION = "luheng.workplace.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "luheng.workplace.punctuation.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luheng.workplace.context.city",
            ],
        },
    },
]

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(LUHENG_CITY.database) if LUHENG_CITY else ":memory:",
    "OPTIONS": {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",  # no lock upgrades, so no lost waits between writers
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8192;"
        ),
    },
}


def _postgresql(url: str) -> Any:
    """Statements asked again are planned once a connection, where nothing stands between that mixes them."""
    found: Any = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    if os.environ.get("LUHENG_PREPARE", "1") == "1" and "postgresql" in found["ENGINE"]:
        found["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 3} | found.get(
            "OPTIONS", {}
        )
    return found


DATABASES = {
    "default": _postgresql(os.environ["DATABASE_URL"])
    if os.environ.get("DATABASE_URL")
    else {**_SQLITE, "CONN_MAX_AGE": None}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "workplace.User"
SESSION_ENGINE = "luheng.workplace.identity.sessions"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "django.contrib.auth.password_validation.MinimumLengthValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
        "luheng.workplace.identity.local_words.LocalWords",
    )
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "luheng.workplace.pages.troubles.locked_out"
CSRF_FAILURE_VIEW = "luheng.workplace.pages.troubles.form_outdated"

LANGUAGE_CODE = os.environ.get("LUHENG_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

LUHENG_VIRUS_SCANNER = os.environ.get("LUHENG_VIRUS_SCANNER", "").strip()

LUHENG_OPENID_SECRET = os.environ.get("LUHENG_OPENID_SECRET", "")

STATIC_URL = "static/"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True  # one command, no collectstatic
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [  # nothing of an upload is read before the scanner cleared it
    "luheng.workplace.uploads.ToMemory",
    "luheng.workplace.uploads.ToDisk",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
if _HTTPS:  # no other host, and no page without TLS, can put such a cookie there
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # seconds without a request: signed out overnight
LUHENG_SESSION_LONGEST = 7 * 24 * 3600  # seconds from signing in, however busy
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS
SILENCED_SYSTEM_CHECKS = [
    "axes.W003",
    "security.W019",  # pages show previews of evidence in frames of their own
    "security.W021",  # whether a government's domain enters the browsers' list is not ours to say
]

UNFOLD = {
    "SITE_TITLE": "绿衡",
    "SITE_HEADER": "绿衡",
    "SHOW_LANGUAGES": True,
    "SHOW_HISTORY": True,
    "COLORS": {
        "primary": {
            "50": "#e8f4ee",
            "100": "#d2e9dd",
            "200": "#a9d3be",
            "300": "#7fbd9f",
            "400": "#4d9d7c",
            "500": "#1a7f5a",
            "600": "#1a7f5a",
            "700": "#156b4b",
            "800": "#14532d",
            "900": "#0f3d22",
            "950": "#0a2916",
        }
    },
}

_JSON_LOG = os.environ.get("LUHENG_LOG") == "json"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "luheng.workplace.operations.logs.JsonLines"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            **({"formatter": "json", "stream": "ext://sys.stdout"} if _JSON_LOG else {}),
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"luheng": {"level": "INFO" if _JSON_LOG else "WARNING"}},
}

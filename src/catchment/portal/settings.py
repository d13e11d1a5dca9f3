"""Django's settings, from the environment alone (see `environment`), for one machine and for many."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from catchment.portal import environment
from catchment.portal.mail import setup as mail_setup
from catchment.portal.security import browser, limits, sessions
from catchment.portal.sign_in_settings import *  # noqa: F403 - they are Django's, only grouped
from catchment.portal.sign_in_settings import APPS as SIGN_IN_APPS
from catchment.portal.sign_on import setup as sign_on_setup

HERE = Path(__file__).parent
_ENVIRONMENT = environment.read()

CATCHMENT_RELEASES = _ENVIRONMENT.releases
CATCHMENT_INBOX = _ENVIRONMENT.inbox
CATCHMENT_DEMO = _ENVIRONMENT.demo
CATCHMENT_TRY_TABLES = _ENVIRONMENT.try_tables
CATCHMENT_NAME = _ENVIRONMENT.name
CATCHMENT_STOLEN_PASSWORDS = _ENVIRONMENT.stolen_passwords
CATCHMENT_SIGN_ON = sign_on_setup.read(_ENVIRONMENT.sign_on)
CATCHMENT_AGREEMENT = _ENVIRONMENT.agreement

SECRET_KEY = _ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = list(_ENVIRONMENT.old_secret_keys)
DEBUG = False
ALLOWED_HOSTS = list(_ENVIRONMENT.hosts)
DATABASES = {"default": environment.database(_ENVIRONMENT.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "catchment.portal",
    "catchment.portal.accounts",
    "catchment.portal.audit",
    "catchment.portal.invitations",
    "catchment.portal.my_account",
    "catchment.portal.outbox",
    "catchment.portal.checkin",
    "catchment.portal.agreements",
    "catchment.portal.team",
    "catchment.portal.dashboard",
    "catchment.portal.roster",
    "catchment.portal.recruit",
    "catchment.portal.desk",
    "catchment.portal.public",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    *SIGN_IN_APPS,
    "csp",
    "django_htmx",
    "django_tasks_db",
]

MIDDLEWARE = [
    "catchment.portal.security.browser.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before the static files: a worker obeys the policy that came with its own script.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "catchment.portal.security.limits.SizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "catchment.portal.security.sessions.SessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "catchment.portal.accounts.middleware.ScopeMiddleware",
    # Last, so that it can turn a locked-out sign-in into its own answer.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "catchment.portal.urls"
WSGI_APPLICATION = "catchment.portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "catchment.portal.context.page",
            ],
        },
    }
]

SOCIALACCOUNT_PROVIDERS = sign_on_setup.providers(CATCHMENT_SIGN_ON)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if CATCHMENT_DEMO else "https"
# Passkeys are bound to a name of the site; browsers know no TLS on this machine, and need none.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = CATCHMENT_DEMO
# Counts of attempts, which every process must share.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

globals().update(mail_setup.settings(_ENVIRONMENT.mail))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _ENVIRONMENT.mail_from
CATCHMENT_MAIL_FOLDER = mail_setup.folder(_ENVIRONMENT.mail)

# How the browser is told to behave. The demo is served without TLS, and only to this machine.
_TLS = not CATCHMENT_DEMO
SECURE_SSL_REDIRECT = _TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _TLS
# Preloading binds every name of a domain for good: that is for its owner to ask for, not for us.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
# No other name of the domain can set or overwrite a cookie that is called so.
_PREFIX = "__Host-" if _TLS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}catchment_session"
CSRF_COOKIE_NAME = f"{_PREFIX}catchment_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = sessions.LONGEST
# In the session, not in a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "catchment.portal.public.errors.forgery"
# The proxy overwrites the one header and adds to the other; what visitors write there counts for nothing.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
ALLAUTH_TRUSTED_PROXY_COUNT = _ENVIRONMENT.proxies
AXES_CLIENT_IP_CALLABLE = "catchment.portal.security.visitor.address"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": browser.CONTENT}

# What a request may weigh. No page takes files.
DATA_UPLOAD_MAX_MEMORY_SIZE = limits.LARGEST_REQUEST
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 0

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = _ENVIRONMENT.time_zone

# The bundle is built with the package and named by content, so it is served from where it lies.
STATIC_URL = "/static/"
STATIC_ROOT = HERE / "static"
WHITENOISE_MAX_AGE = 60
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9A-Z]{8}\.\w+$"

# Named and not imported: the worker is built on the portal, and the portal knows of it only what to ask for.
CATCHMENT_JOB_TASK = "catchment.worker.tasks.run"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "catchment.portal.security.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

"""One settings file. Every variable starts with KVIT_ and is listed in docs/settings.md."""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
DEMO_KEY = "kvit-demo-key-that-only-the-demo-may-use-0000000000"


def _secret_key(folder: Path, given: str) -> str:
    """The key from the environment or of the data folder, made there on first use."""
    if given:
        if len(given) < 32 or (given == DEMO_KEY and not KVIT_DEMO):
            raise ImproperlyConfigured("KVIT_SECRET_KEY is too short or a known default: use 50 random characters")
        return given
    kept = folder / "secret-key"
    if kept.exists():
        return kept.read_text().strip()
    made = secrets.token_urlsafe(48)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(made)
    except FileExistsError:
        return kept.read_text().strip()
    return made


def _database(url: str, folder: Path) -> dict[str, object]:
    """Django's settings for a postgresql:// address, or SQLite in the data folder."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "kvit.sqlite3",
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": folder / "test.sqlite3"},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                    "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("KVIT_DATABASE_URL starts with postgresql://, or is left out for SQLite")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "kvit",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _mail_server(url: str) -> dict[str, Any]:
    """Host, port, user, password and security of smtp:// (STARTTLS, or `?tls=none`) or smtps://; empty without one."""
    if not url:
        return {}
    parts = urlsplit(url)
    tls = dict(parse_qsl(parts.query)).get("tls", "")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or tls not in ("", "none"):
        raise ImproperlyConfigured("KVIT_SMTP_URL is smtp://user:password@host:port, smtps://… or smtp://host?tls=none")
    security = "tls" if parts.scheme == "smtps" else tls or "starttls"
    if security == "none" and parts.username:
        raise ImproperlyConfigured("KVIT_SMTP_URL would send a password in the clear: leave out tls=none")
    return {
        "host": parts.hostname,
        "port": parts.port or {"tls": 465, "starttls": 587, "none": 25}[security],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "security": security,
    }


KVIT_DEMO = os.environ.get("KVIT_DEMO", "") == "1"
KVIT_DATA_DIR = Path(os.environ.get("KVIT_DATA_DIR", "./kvit-data")).resolve()
KVIT_RULES_DIR = os.environ.get("KVIT_RULES_DIR", "")
KVIT_REGISTERS = os.environ.get("KVIT_REGISTERS", "") == "1"
KVIT_FONT_DIR = os.environ.get("KVIT_FONT_DIR", "")
KVIT_BASE_URL = os.environ.get("KVIT_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
KVIT_MAIL_SERVER = _mail_server(os.environ.get("KVIT_SMTP_URL", ""))
KVIT_MAIL_FROM = os.environ.get("KVIT_MAIL_FROM", "kvit@localhost")
KVIT_SANDBOX_GATEWAY = os.environ.get("KVIT_SANDBOX_GATEWAY", "")
KVIT_TWILIO_SID = os.environ.get("KVIT_TWILIO_SID", "")
KVIT_TWILIO_TOKEN = os.environ.get("KVIT_TWILIO_TOKEN", "")
KVIT_TWILIO_NUMBER = os.environ.get("KVIT_TWILIO_NUMBER", "")
KVIT_TEXTS_A_MONTH = int(os.environ.get("KVIT_TEXTS_A_MONTH", "100"))
KVIT_NEAR_MAILBOXES = os.environ.get("KVIT_NEAR_MAILBOXES", "").lower().split()
KVIT_PRODUCER = json.loads(os.environ.get("KVIT_PRODUCER") or "{}")

SECRET_KEY = _secret_key(KVIT_DATA_DIR, os.environ.get("KVIT_SECRET_KEY", ""))
DEBUG = False
ALLOWED_HOSTS = [urlsplit(KVIT_BASE_URL).hostname or "127.0.0.1", "127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [KVIT_BASE_URL]
DATABASES = {"default": _database(os.environ.get("KVIT_DATABASE_URL", ""), KVIT_DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "kvit.project.apps.ProjectConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "kvit.web.apps.WebConfig",  # before allauth, whose pages it restyles
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "ninja",
    "kvit.events.apps.EventsConfig",
    "kvit.companies.apps.CompaniesConfig",
    "kvit.archive.apps.ArchiveConfig",
    "kvit.tasks.apps.TasksConfig",
    "kvit.approvals.apps.ApprovalsConfig",
    "kvit.rules.apps.RulesConfig",
    "kvit.catalog.apps.CatalogConfig",
    "kvit.parties.apps.PartiesConfig",
    "kvit.ledger.apps.LedgerConfig",
    "kvit.messages.apps.MessagesConfig",
    "kvit.networks.apps.NetworksConfig",
    "kvit.capture.apps.CaptureConfig",
    "kvit.sales.apps.SalesConfig",
    "kvit.loyalty.apps.LoyaltyConfig",
    "kvit.receivables.apps.ReceivablesConfig",
    "kvit.purchasing.apps.PurchasingConfig",
    "kvit.payables.apps.PayablesConfig",
    "kvit.payments.apps.PaymentsConfig",
    "kvit.arrangements.apps.ArrangementsConfig",
    "kvit.debits.apps.DebitsConfig",
    "kvit.checkouts.apps.CheckoutsConfig",
    "kvit.cashbook.apps.CashbookConfig",
    "kvit.banking.apps.BankingConfig",
    "kvit.dunning.apps.DunningConfig",
    "kvit.collecting.apps.CollectingConfig",
    "kvit.replies.apps.RepliesConfig",
    "kvit.onboarding.apps.OnboardingConfig",
    "kvit.billing.apps.BillingConfig",
    "kvit.portal.apps.PortalConfig",
]
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    INSTALLED_APPS.append("procrastinate.contrib.django")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kvit.web.current.CurrentMiddleware",
    "kvit.web.refusals.RefusalMiddleware",
    "kvit.portal.guests.PortalMiddleware",
    "kvit.api.envelope.EnvelopeMiddleware",
]
ROOT_URLCONF = "kvit.project.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kvit.web.frame.frame",
            ]
        },
    }
]

AUTH_USER_MODEL = "companies.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = KVIT_BASE_URL.startswith("http://127.0.0.1")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KVIT_BASE_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ro", "Română"), ("bg", "Български"), ("es", "Español"), ("pl", "Polski")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# Mails about signing in, which belong to no company's outbox.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if KVIT_MAIL_SERVER else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = KVIT_DATA_DIR / "outbox"
EMAIL_HOST = str(KVIT_MAIL_SERVER.get("host", ""))
EMAIL_PORT = KVIT_MAIL_SERVER.get("port", 0)
EMAIL_HOST_USER = str(KVIT_MAIL_SERVER.get("user", ""))
EMAIL_HOST_PASSWORD = str(KVIT_MAIL_SERVER.get("password", ""))
EMAIL_USE_TLS = KVIT_MAIL_SERVER.get("security") == "starttls"
EMAIL_USE_SSL = KVIT_MAIL_SERVER.get("security") == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = KVIT_MAIL_FROM

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

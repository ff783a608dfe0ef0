"""One settings file; every value an operator may change is read from the environment."""

from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from periplus.config import database, environment

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(environment.text("PERIPLUS_HOME", ".run")).resolve()

DEBUG = environment.switch("PERIPLUS_DEBUG")
DEMO = environment.switch("PERIPLUS_DEMO")
GUARD_READS = DEBUG or environment.switch("PERIPLUS_GUARD_READS")
SECRET_KEY = environment.text("PERIPLUS_SECRET_KEY", "unsafe-only-for-demo-and-tests-" + "0" * 32)
ALLOWED_HOSTS = environment.words("PERIPLUS_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("PERIPLUS_TRUSTED_ORIGINS")
SITE_URL = environment.text("PERIPLUS_SITE_URL", "http://localhost:8000")

DATABASES: dict[str, dict[str, Any]] = {
    "default": database.from_url(
        environment.text("PERIPLUS_DATABASE_URL", "postgresql://postgres@localhost/periplus")
    )
}
DATABASES["default"]["TEST"] = {"NAME": environment.text("PERIPLUS_TEST_NAME", "test_periplus")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "procrastinate.contrib.django",
    "periplus.core",
    "periplus.people",
    "periplus.paths",
    "periplus.loop",
    "periplus.resources",
    "periplus.partners",
    "periplus.mobility",
    "periplus.exchange",
    "periplus.web",
    "periplus.api",
    "periplus.demo",
]

MIDDLEWARE = [
    "periplus.web.shell.security.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "periplus.demo.middleware.DemoClockMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "periplus.web.people.reader.ReaderMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "periplus.web.shell.refusals.RefusalMiddleware",
    "periplus.web.shell.read_only.ReadOnlyMiddleware",
]

ROOT_URLCONF = "periplus.config.urls"
WSGI_APPLICATION = "periplus.config.wsgi.application"

_AREA_TEMPLATES = sorted(str(folder) for folder in (PACKAGE / "web").glob("*/templates"))
_TAG_LIBRARIES = {
    file.stem: f"periplus.web.{file.parts[-3]}.templatetags.{file.stem}"
    for file in sorted((PACKAGE / "web").glob("*/templatetags/*.py"))
    if file.stem != "__init__"
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": _AREA_TEMPLATES,
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "periplus.web.shell.context.shell",
            ],
            "libraries": _TAG_LIBRARIES,
        },
    }
]

PROCRASTINATE_ON_APP_READY = "periplus.demo.jobs.set_up"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["periplus.people.backend.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole("PERIPLUS_TRUSTED_PROXIES", 0)
ACCOUNT_ADAPTER = "periplus.web.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "periplus.web.people.sign_in_forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "periplus.web.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Periplus"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "periplus.web.people.adapters.UniversityAdapter"
# A strict form-action forbids leaving through a form; `state` protects the way back.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_NAME = environment.text("PERIPLUS_OIDC_NAME", "University account")
OIDC_DOMAINS = environment.words("PERIPLUS_OIDC_DOMAINS")
OIDC_SERVER_URL = environment.text("PERIPLUS_OIDC_SERVER_URL")
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {
        "EMAIL_AUTHENTICATION": True,
        "APPS": [
            {
                "provider_id": "university",
                "name": OIDC_NAME,
                "client_id": environment.text("PERIPLUS_OIDC_CLIENT_ID"),
                "secret": environment.text("PERIPLUS_OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("pt", "Português"), ("zh-hans", "中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "periplus.web.shell.formats"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
MEDIA_ROOT = HOME / "documents"
WHITENOISE_USE_FINDERS = True  # serves from the package itself: nothing to collect
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "periplus": {"level": "INFO"},
    },
}

EMAIL_HOST = environment.text("PERIPLUS_EMAIL_HOST")
EMAIL_PORT = environment.whole("PERIPLUS_EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("PERIPLUS_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("PERIPLUS_EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.switch("PERIPLUS_EMAIL_TLS")
DEFAULT_FROM_EMAIL = environment.text("PERIPLUS_EMAIL_FROM", "periplus@localhost")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"

SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]  # the proxy's matter
CSRF_FAILURE_VIEW = "periplus.web.shell.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if environment.switch("PERIPLUS_HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

UPLOAD_LIMIT = environment.whole("PERIPLUS_UPLOAD_MEGABYTES", 50) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT
PRODUCT_NAME = _("Periplus")

"""Afterword's settings: one file, from the environment only; a wrong value stops the start."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from crm import logs
from crm.environment import (
    read_address,
    read_choice,
    read_data_dir,
    read_database,
    read_file,
    read_flag,
    read_inbox,
    read_inbox_address,
    read_mail_server,
    read_number,
    read_redis_url,
    read_secret_key,
    read_site_url,
    read_text,
    read_webhook_secret,
)

VERSION = "0.3.0"
BASE_DIR = Path(__file__).resolve().parent.parent

# This installation

DATA_DIR = read_data_dir(BASE_DIR / "data")
DEBUG = read_flag("DEBUG")
HOST = read_text("HOST", "127.0.0.1")
PORT = read_number("PORT", 8000, lowest=1, highest=65535)
SITE_URL = read_site_url(f"http://127.0.0.1:{PORT}")
SIGNUP = read_choice("SIGNUP", "closed", ("closed", "open", "invite"))
INSTANCE_ID = read_text("INSTANCE_ID")
HEARTBEAT_URL = read_address("HEARTBEAT_URL")
FEEDS_ALLOW_PRIVATE = read_flag("FEEDS_ALLOW_PRIVATE")

SECRET_KEY = read_secret_key(DATA_DIR)
SECRET_KEY_FALLBACKS = [key for key in read_text("SECRET_KEY_FALLBACKS").split(",") if key]

_site = urlsplit(SITE_URL)
IS_SECURE_SITE = _site.scheme == "https"
ALLOWED_HOSTS = [_site.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Applications

INSTALLED_APPS = [
    "crm.apps.CrmConfig",
    "contacts.apps.ContactsConfig",
    "followups.apps.FollowupsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "crm.apps.ShippedFilesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_bootstrap5",
    "crispy_forms",
    "csp",
    "django_htmx",
    "js_lib_bootstrap5",
]

MIDDLEWARE = [
    "crm.logs.log_requests",
    # First what adds headers: nothing is answered without them, not even a file or the way to https.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "crm.middleware.add_privacy_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crm.middleware.lead_first_visitor_to_welcome",
    "crm.middleware.CloseTheDoor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "crm.accounts.sessions.KeepSessionsInView",
    "crm.accounts.required_factor.RequireFactor",
    "django_htmx.middleware.HtmxMiddleware",
    "crm.middleware.use_own_time_zone",
    "crm.middleware.explain_wrong_method",
    "crm.middleware.KeepWhatWasTyped",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.context.show_installation",
            ],
            "libraries": {"lucide": "crm.templatetags.icons"},
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Database

DATABASES = {"default": read_database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening the file anew for each page costs more than reading it
    DATABASES["default"]["OPTIONS"] = {
        # Django's default (DEFERRED) fails at once when a read becomes a write beside another writer.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # With `secure_delete` what is erased is overwritten in the file.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # Of Django's statements none is kept planned; without this also none of those that ask for it (crm/statements.py).
    DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 5)

# Rate limits count here: the cache must be one for all processes, and must not need Redis, which may be away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "crm_cache",
        # Above this a third is thrown away, whatever it is: a flood of addresses must not wash out the counts.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# Accounts

AUTH_USER_MODEL = "crm.User"
AUTHENTICATION_BACKENDS = ["crm.accounts.each_request.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# A password of nothing but digits is as good as its length; the common ones are in the list.
COMMON_PASSWORDS = read_file("COMMON_PASSWORDS")
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
        "OPTIONS": {"password_list_path": COMMON_PASSWORDS} if COMMON_PASSWORDS else {},
    },
    {"NAME": "crm.accounts.passwords.OwnNameValidator", "OPTIONS": {"names": ["afterword", _site.hostname]}},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"

# How many proxies in front write X-Forwarded-For; with 0 the header, which anybody can send, is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = read_number("TRUSTED_PROXIES", 0, lowest=0, highest=10)

ACCOUNT_ADAPTER = "crm.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# Counted in the cache, for all workers together; by the address past the trusted proxies, or by the account.
ACCOUNT_RATE_LIMITS = {
    "login": None,  # only what fails is counted, by crm.accounts.limits:
    "login_failed_from": "20/h/ip",
    "login_failed": "10/h/key",
    "login_failed_on_known_device": "10/h/key",
    "set_up_code": "20/h/ip",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "10/h/user",
    "reauthenticate": "20/h/user",
    "manage_email": "20/h/user",
}
ACCOUNT_FORMS = {
    "login": "crm.forms.SignInForm",
    "signup": "crm.forms.SignUpForm",
    "add_email": "crm.forms.ChangeEmailForm",
    "change_password": "crm.forms.ChangePasswordForm",
    "set_password": "crm.forms.SetPasswordForm",
    "reset_password": "crm.forms.ResetPasswordForm",
    "reset_password_from_key": "crm.forms.ResetPasswordKeyForm",
    "reauthenticate": "crm.forms.ReauthenticateForm",
}

# Not asked of everybody by itself: passkeys need https, and whoever lives alone here decides for themselves.
REQUIRE_SECOND_FACTOR = read_flag("REQUIRE_SECOND_FACTOR")
MFA_ADAPTER = "crm.accounts.factors.FactorsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # a clock half a minute off is common at home
# An address is confirmed before it counts (ACCOUNT_CHANGE_EMAIL): one that is not yet cannot take the account over.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=30)
MFA_TRUST_COOKIE_NAME = "__Host-remembered" if IS_SECURE_SITE else "remembered"
MFA_FORMS = {
    "authenticate": "crm.factor_forms.CodeForm",
    "reauthenticate": "crm.factor_forms.ConfirmByCodeForm",
    "activate_totp": "crm.factor_forms.ActivateAppForm",
    "add_webauthn": "crm.factor_forms.AddPasskeyForm",
    "edit_webauthn": "crm.factor_forms.RenamePasskeyForm",
    "login_webauthn": "crm.factor_forms.PasskeySignInForm",
    "authenticate_webauthn": "crm.factor_forms.PasskeyForm",
    "reauthenticate_webauthn": "crm.factor_forms.ConfirmByPasskeyForm",
}

SESSION_ENGINE = "crm.accounts.each_request"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = IS_SECURE_SITE
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_SECURE_SITE else "sessionid"
CSRF_COOKIE_SECURE = IS_SECURE_SITE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_SECURE_SITE else "csrftoken"
# Not in a cookie: a message may name somebody.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The door

SECURE_SSL_REDIRECT = IS_SECURE_SITE
# A program is refused and not led: a token sent in the clear would otherwise go unnoticed (crm/api/door.py).
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^api/(?!v1/docs$)"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE_SITE else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_SECURE_SITE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_SECURE_SITE
SECURE_HSTS_PRELOAD = IS_SECURE_SITE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}

# A person pastes mails and letters, never more.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Files: résumés and lists of feeds. They stay in memory (crm/uploads.py), so they are few and small.
LARGEST_UPLOAD = 5 * 1024 * 1024
# A list of contacts may be longer: a hundred thousand rows are 16 MB.
LARGEST_IMPORT = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 3
FILE_UPLOAD_HANDLERS = ["crm.uploads.CappedUploadHandler"]

# Words and days

# One language: with translations at work, Django would put its own words and dates between ours in the browser's.
LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

# Static files come out of packages and `static/`, with hashed names.

STATIC_URL = "static/"
# An image is built with them; elsewhere `up` collects them beside the data, for the code may be read-only.
STATIC_ROOT = BASE_DIR / "staticfiles" if (BASE_DIR / "staticfiles").is_dir() else DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "uploads"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Source maps are asked for by nobody but developers.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "png", "jpg", "jpeg", "gif", "webp", "ico", "woff", "woff2")
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# No other site has a use for them.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Mail

MAIL_SERVER = read_mail_server()
# Who signs up shows that the address is theirs, wherever a mail can reach them.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL_SERVER else "none"
MAIL_DIR = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = read_text("DEFAULT_FROM_EMAIL", f"afterword@{_site.hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_RELAY_DEDUPES = read_flag("EMAIL_RELAY_DEDUPES")
EMAIL_TIMEOUT = 30
if MAIL_SERVER:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.security == "starttls", MAIL_SERVER.security == "tls"
else:
    EMAIL_BACKEND = "crm.mail.KeptMailBackend"

# The mailbox in which users' copies arrive, or the provider that hands them on; and the one server whose verdict
# about their senders counts.
INBOX_SERVER, INBOX_FOLDER = read_inbox()
INBOX_WEBHOOK_SECRET = read_webhook_secret()
INBOX_ADDRESS = read_inbox_address(is_needed=bool(INBOX_SERVER or INBOX_WEBHOOK_SECRET))
INBOX_AUTHSERV_ID: str = read_text("INBOX_AUTHSERV_ID")
ANYMAIL = {"WEBHOOK_SECRET": INBOX_WEBHOOK_SECRET} if INBOX_WEBHOOK_SECRET else {}

# Celery with Redis: the bell, not the truth. No results, no ETA, one beat entry.

REDIS_URL, REDIS_IS_EMBEDDED = read_redis_url(DATA_DIR)
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Threads, not processes: sending waits for the network, and a stop reaches the sending loop (followups/stopping.py).
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_CONCURRENCY = 3
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 2, "health_check_interval": 25}
CELERY_BEAT_SCHEDULE = {
    # A bell nobody heard within a minute is followed by the next one.
    "ring the bell": {"task": "followups.tasks.tick", "schedule": 60.0, "options": {"expires": 55}},
    "keep house": {"task": "crm.tasks.keep_house", "schedule": 600.0, "options": {"expires": 550}},
    "look after imports": {"task": "crm.tasks.look_after_imports", "schedule": 60.0, "options": {"expires": 55}},
}
# After the clock was set back and right again beat looks at it anew within a minute, not within five.
CELERY_BEAT_MAX_LOOP_INTERVAL = 60
# Beat keeps its entries in memory: no file of its own that could break.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"

# Logs

LOGGING = logs.LOGGING

SENTRY_DSN = read_address("SENTRY_DSN")
if SENTRY_DSN:
    logs.report_to_sentry(SENTRY_DSN)

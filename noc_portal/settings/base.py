"""What every shape shares. A shape adds to it in dev, test or prod."""

import json
from pathlib import Path

import dj_database_url
import plotly
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import archive, env

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.read("NOC_DATA_DIR") or BASE_DIR / "var")
DATABASE_URL = env.read("DATABASE_URL")
REDIS_URL = env.read("REDIS_URL")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_otp",
    "axes",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "portalkit.periods",
    "portalkit.ui",
    "portalkit.charts",
    "portalkit.filters",
    "portalkit.live",
    "portalkit.tables",
    "portalkit.audit",
    "portalkit.regions",
    "portalkit.access",
    "portalkit.files",
    "portalkit.approvals",
    "portalkit.jobs",
    "portalkit.notify",
    "portalkit.alarms",
    "portalkit.imports",
    "portalkit.calendars",
    "storefronts",
    "complaints",
    "scheduling",
    "signage",
    "video",
    "reports",
    "noc_portal",
]

# The recorder of a storage node runs for months beside its cameras: it loads the tables it needs, no pages, solvers or reports.
if env.read("NOC_PROGRAM") == "recorder":
    INSTALLED_APPS = [
        "django.contrib.auth", "django.contrib.contenttypes", "portalkit.audit", "portalkit.regions", "portalkit.access", "portalkit.files",
        "portalkit.jobs.apps.JobTables", "portalkit.imports.apps.ImportTables", "storefronts", "video.apps.VideoTables",
    ]  # fmt: skip

MIDDLEWARE = [
    "portalkit.access.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "signage.middleware.UnchangedManifestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portalkit.access.middleware.PreferredLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portalkit.access.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "noc_portal.urls"
WSGI_APPLICATION = "noc_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]


def _database() -> dict[str, object]:
    if DATABASE_URL:
        return dict(dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "portal.sqlite3",
        # Opening it and setting it up costs more than most requests; a thread keeps its connection for a minute.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}
}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "access:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "access:login"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "portalkit.access.adapters.requests.address_of"
AXES_LOCKOUT_CALLABLE = "portalkit.access.views.sign_in.locked_out"
NOC_TRUSTED_PROXIES = int(env.read("NOC_TRUSTED_PROXIES") or "0")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "noc_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# The archive of footage, where NOC_ARCHIVE_BUCKET names one; footage older than NOC_ARCHIVE_AFTER_DAYS is copied there.
NOC_ARCHIVE_AFTER_DAYS = archive.after_days()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    **archive.storage(),
}

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.read("NOC_STATIC_ROOT") or DATA_DIR / "static")
BROWSER_ASSETS_DIR = BASE_DIR / "build" / "assets"
STATICFILES_DIRS = [
    ("plotly", str(Path(plotly.__file__).parent / "package_data")),
    *([("vendor", str(BROWSER_ASSETS_DIR))] if BROWSER_ASSETS_DIR.is_dir() else []),
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A command goes to up to 2,000 screens, a ticked box each; the framework's 1,000 would refuse it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portalkit.access.api.authentication.MachineTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["portalkit.access.api.authentication.GuardPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_SCHEMA_CLASS": "portalkit.access.api.schema.PortalSchema",
    "DEFAULT_PAGINATION_CLASS": "portalkit.access.api.pages.CursorPage",
    "DEFAULT_THROTTLE_CLASSES": ["portalkit.access.api.throttling.ActorRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"actor": "600/min"},
    "EXCEPTION_HANDLER": "portalkit.access.api.problems.problem_details",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "NOC portal",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Regions, tickets, rates, imports and jobs. Call with a machine token or with the session of the browser.",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["portalkit.access.api.authentication.GuardPermission"],
}

NOC_ROLES = "noc_portal.roles.ROLES"
NOC_EXPORT_HOOK = "noc_portal.exports.record_export"
NOC_NAVIGATION = "noc_portal.navigation.SECTIONS"
NOC_PICKERS = "noc_portal.pickers.pickers"
NOC_HALL_LINKS = "noc_portal.navigation.HALL_LINKS"
CSRF_FAILURE_VIEW = "portalkit.ui.views.csrf_failure"
NOC_SUPERVISED_QUEUES = ["imports", "reports", "solver", "default"]
# Queues with a worker of their own that has one process: files for screens are prepared one after the other, so that clips take no machine.
NOC_QUEUES_OF_ONE = ["media"]
NOC_CELERY_APP = "noc_portal.celery.app"

# The folder of footage that nginx serves at /footage-inside/ when a page told it to; empty: the web processes send it themselves.
NOC_ACCEL_REDIRECT = env.read("NOC_ACCEL_REDIRECT") or ""
# Whether nginx serves DATA_DIR/files at /files-inside/ when a view told it to: what screens fetch then passes through no web process.
NOC_ACCEL_FILES = env.flag("NOC_ACCEL_FILES", default=False)
# The largest file that the library of screens takes, in bytes.
NOC_SIGNAGE_LARGEST_UPLOAD = int(env.read("NOC_SIGNAGE_LARGEST_UPLOAD") or str(2 << 30))
# Where players reach the event stream: an address without a path, else the host of the portal with NOC_EVENTS_PORT, else the portal itself.
NOC_EVENTS_URL = (env.read("NOC_EVENTS_URL") or "").rstrip("/")
NOC_EVENTS_PORT = int(env.read("NOC_EVENTS_PORT") or "0")
# Footage: days it is kept where nobody said (the law's minimum of a hall's class prevails), and the key that signs exports as evidence
# (beside the vault's keys when left out; every storage node has the same one).
NOC_PICTURE_EVENTS = env.flag("NOC_PICTURE_EVENTS", default=True)
NOC_VIDEO_KEEP_DAYS = int(env.read("NOC_VIDEO_KEEP_DAYS") or "30")
NOC_EVIDENCE_KEY_FILE = env.read("NOC_EVIDENCE_KEY_PATH") or ""

# Where messages leave for. NOC_HOOKS is JSON: {"duty": {"url": "https://duty.example/in", "secret": "..."}}; hooks dial these and no other
# addresses, inside NOC_HOOK_NETWORKS (CIDR, separated by spaces) when that is set, loopback only when it is allowed.
NOC_HOOK_TARGETS = json.loads(env.read("NOC_HOOKS") or "{}")
NOC_HOOK_NETWORKS = (env.read("NOC_HOOK_NETWORKS") or "").split()
NOC_ALLOW_LOOPBACK_TARGETS = env.flag("NOC_ALLOW_LOOPBACK_TARGETS", default=False)
NOC_PUBLIC_URL = env.read("NOC_PUBLIC_URL") or ""
EMAIL_TIMEOUT = 10

# Celery rings and runs; the job rows are the truth. A call that is lost is made again by the scheduler's sweep, so nothing here
# waits for a broker: two seconds, one more try, and the request goes on.
CELERY_BROKER_URL = REDIS_URL or "spool://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **({"socket_connect_timeout": 2, "visibility_timeout": 3600} if REDIS_URL else {"folder": str(DATA_DIR / "spool")}),
    "max_retries": 1,
    "interval_start": 0.1,
    "interval_step": 0.1,
    "interval_max": 0.3,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_TIME_LIMIT = 2 * 3600
CELERY_TASK_SOFT_TIME_LIMIT = 2 * 3600 - 60
CELERY_TASK_SEND_SENT_EVENT = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "portalkit.access.domain.request_ids.RequestIdFilter"},
        "secret_paths": {
            "()": "portalkit.access.domain.secret_paths.SecretPathFilter",
            "prefixes": ["/hotline/shifts-of/", "/account/set-password/", "/player/bundles/"],
        },
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {request_id} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id", "secret_paths"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("celery.app.trace", "celery.worker.strategy", "httpx", "axes")},
        # Django gives it a handler of its own, which would print addresses unmasked.
        "django.server": {"handlers": [], "propagate": True},
    },
}

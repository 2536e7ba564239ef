"""For the test suite: SQLite unless NOC_TEST_DATABASE_URL names a server, fast hashes, no waiting."""

import os
import tempfile
from pathlib import Path

import dj_database_url

from . import env
from .base import *  # noqa: F403
from .base import DATABASES

DATA_DIR = Path(tempfile.gettempdir()) / f"noc-portal-test-{os.getpid()}"
SECRET_KEY = "only for tests, never for data"  # noqa: S105
VAULT_KEY_FILE = DATA_DIR / "keys" / "vault.keys"
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if url := env.read("NOC_TEST_DATABASE_URL"):
    DATABASES["default"] = dict(dj_database_url.parse(url))
    DATABASES["default"]["TEST"] = {"NAME": "test_noc_" + (env.read("NOC_TEST_SUFFIX") or "main")}
else:
    DATABASES["default"]["NAME"] = DATA_DIR / "portal.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATA_DIR.mkdir(parents=True, exist_ok=True)

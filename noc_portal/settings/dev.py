"""The embedded shape: one machine, SQLite, file-system broker, nothing else needed."""

from pathlib import Path

from . import env
from .base import *  # noqa: F403
from .base import DATA_DIR, STATIC_ROOT

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *(env.read("NOC_HOSTS") or "").split()]
SECRET_KEY = env.read("NOC_SECRET_KEY") or env.kept_secret(DATA_DIR / "keys" / "secret-key")
VAULT_KEY_FILE = DATA_DIR / "keys" / "vault.keys"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = env.flag("NOC_AUTORELOAD", default=False)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
# WhiteNoise looks into the folder even where the finders serve.
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)
# `manage.py portal` runs the event stream beside the web processes.
NOC_EVENTS_PORT = int(env.read("NOC_EVENTS_PORT") or "8011")

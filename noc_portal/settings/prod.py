"""Behind nginx with TLS: every secret comes from the environment, nothing is guessed."""

from . import env
from .base import *  # noqa: F403
from .base import BASE_DIR, CACHES, INSTALLED_APPS, STORAGES  # noqa: F401

DEBUG = False
SECRET_KEY = env.require("NOC_SECRET_KEY", hint="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'")
ALLOWED_HOSTS = env.require("NOC_HOSTS", hint="The host names users type, separated by spaces.").split()
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
VAULT_KEY_FILE = env.require("NOC_VAULT_KEYS", hint="Path of the key file; create it with: manage.py rotate_keys --create PATH")
VAULT_KEY_FILE_REQUIRED = True
env.require("DATABASE_URL", hint="For example postgres://portal:secret@db/portal")
env.require("REDIS_URL", hint="For example redis://redis:6379/0")
NOC_TRUSTED_PROXIES = int(env.read("NOC_TRUSTED_PROXIES") or "1")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("NOC_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
EMAIL_HOST = env.read("NOC_SMTP_HOST") or "localhost"
EMAIL_PORT = int(env.read("NOC_SMTP_PORT") or "25")
EMAIL_HOST_USER = env.read("NOC_SMTP_USER") or ""
EMAIL_HOST_PASSWORD = env.read("NOC_SMTP_PASSWORD") or ""
EMAIL_USE_TLS = env.flag("NOC_SMTP_TLS", default=False)
DEFAULT_FROM_EMAIL = env.read("NOC_MAIL_FROM") or "noc-portal@localhost"

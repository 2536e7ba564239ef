"""Reads settings from the environment: NAME, or NAME_FILE naming a file that holds the value."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def read(name: str, default: str | None = None) -> str | None:
    """The value of NAME, else the content of the file that NAME_FILE names, else the default."""
    if value := os.environ.get(name):
        return value
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}") from error


def require(name: str, *, hint: str) -> str:
    """The value of NAME or NAME_FILE; refuses to start without it and says how to set it."""
    value = read(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set (nor {name}_FILE). {hint}")
    return value


def flag(name: str, *, default: bool) -> bool:
    """A yes/no setting; refuses anything that is neither."""
    value = (read(name) or "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")


def kept_secret(path: Path) -> str:
    """The secret in this file; made and kept, readable by its owner alone, when the file is absent."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(get_random_secret_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()

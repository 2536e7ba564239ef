"""Files of cases for `resolve_playlist`."""

from pathlib import Path
from typing import Any

import yaml

LARGEST = 2 * 1024 * 1024
MOST_VALUES = 200_000


class UnreadableFile(Exception):
    """The file is not there, too large, or no YAML; the text says which and where."""


def read_cases(path: Path) -> Any:
    """The plain data of a YAML (or JSON) file. Raises UnreadableFile."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(f"{path}: more than {LARGEST // 1024 // 1024} MiB")
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: not UTF-8") from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableFile(f"{path}{f', line {mark.line + 1}' if mark else ''}: no YAML") from error
    except (ValueError, OverflowError, AttributeError) as error:  # what PyYAML lets through: a 30 February, a number of a million digits
        raise UnreadableFile(f"{path}: a value is not what it looks like: {error}") from error
    if not _is_bounded(found):
        raise UnreadableFile(f"{path}: more than {MOST_VALUES} values")
    return found


def _is_bounded(found: Any) -> bool:
    """Whether written out it would be small: a few aliases of aliases stand for more than fits into memory."""
    left, seen = [found], 0
    while left and seen <= MOST_VALUES:
        one = left.pop()
        seen += 1 + (len(one) // 100 if isinstance(one, str) else 0)
        if isinstance(one, dict):
            left += [*one, *one.values()]
        elif isinstance(one, list | tuple | set):
            left += one
    return seen <= MOST_VALUES

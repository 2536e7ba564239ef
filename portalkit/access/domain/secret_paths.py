"""Keeps secrets that stand in addresses out of log lines."""

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any


class SecretPathFilter(logging.Filter):
    """Masks what follows one of the `prefixes` of addresses, up to a blank, a quote, a question mark or a bracket."""

    def __init__(self, prefixes: Iterable[str]) -> None:
        super().__init__()
        self._secret = re.compile(f"({'|'.join(map(re.escape, prefixes))})" + r"[^\s\"'?<>)]+")

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._masked(record.msg)
        if isinstance(record.args, Mapping):
            record.args = {name: self._masked(value) for name, value in record.args.items()}
        elif record.args:
            record.args = tuple(self._masked(value) for value in record.args)
        return True

    def _masked(self, value: Any) -> Any:
        return self._secret.sub(r"\1…", value) if isinstance(value, str) else value

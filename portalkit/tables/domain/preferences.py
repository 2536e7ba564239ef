"""Where a user's own settings of a table are kept. Tables know only this protocol."""

from typing import Any, Protocol


class PreferenceStore(Protocol):
    """Keeps JSON values of one user by key (at most 80 characters). The access middleware attaches it as `request.preferences`."""

    def get(self, key: str, default: Any = None) -> Any: ...

    def set(self, key: str, value: Any) -> None: ...


def preference_key(table: str) -> str:
    return f"table.{table}"[:80]

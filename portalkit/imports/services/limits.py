"""How large an upload may be."""

from django.conf import settings

MIB = 1 << 20


def upload_limit() -> int:
    """Bytes, from the setting NOC_IMPORT_LIMIT_BYTES."""
    return int(getattr(settings, "NOC_IMPORT_LIMIT_BYTES", 512 * MIB))

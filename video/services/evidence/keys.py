"""Where the key of this installation is."""

from pathlib import Path

from django.conf import settings

from video.adapters.signing import PublicKey, SigningKey, signing_key


def evidence_key() -> SigningKey:
    """Made on first use. Raises KeyUnusable."""
    named = settings.NOC_EVIDENCE_KEY_FILE
    return signing_key(Path(named) if named else Path(settings.VAULT_KEY_FILE).with_name("evidence.key"))


def evidence_public_key() -> PublicKey:
    return evidence_key().public

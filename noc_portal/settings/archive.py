"""The archive of footage: a bucket of an S3-compatible store, named by the environment."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from . import env


def after_days() -> int | None:
    """The age in days at which footage is copied to the archive; None: never."""
    days = env.read("NOC_ARCHIVE_AFTER_DAYS")
    if not days or not env.read("NOC_ARCHIVE_BUCKET"):
        return None
    if not days.isdigit():
        raise ImproperlyConfigured(f"NOC_ARCHIVE_AFTER_DAYS is {days!r}; write a number of days.")
    return int(days)


def storage() -> dict[str, dict[str, Any]]:
    """The entry `archive` of STORAGES; nothing without NOC_ARCHIVE_BUCKET."""
    bucket = env.read("NOC_ARCHIVE_BUCKET")
    if not bucket:
        return {}
    endpoint = env.require("NOC_ARCHIVE_URL", hint="The address of the store's S3 service, for example http://store:8333")
    access_key = env.require("NOC_ARCHIVE_ACCESS_KEY", hint="The access key of the archive's bucket.")
    secret_key = env.require("NOC_ARCHIVE_SECRET_KEY", hint="The secret key of the archive's bucket.")
    region = env.read("NOC_ARCHIVE_REGION")
    return {"archive": s3(bucket=bucket, endpoint=endpoint, access_key=access_key, secret_key=secret_key, region=region)}


def s3(*, bucket: str, endpoint: str, access_key: str, secret_key: str, region: str | None = None) -> dict[str, Any]:
    """Stores that speak S3 without being it know no trailing checksums, and have their buckets in the path."""
    from botocore.config import Config

    config = Config(
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path"},
        signature_version="s3v4",
        connect_timeout=5,
        read_timeout=60,
        retries={"max_attempts": 3, "mode": "standard"},
        proxies={},
    )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint,
            "access_key": access_key,
            "secret_key": secret_key,
            "region_name": region or "us-east-1",
            "client_config": config,
            "file_overwrite": True,
            "default_acl": None,
        },
    }

"""Downloads here are made without the portal around them, so nobody is told of them."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def no_export_hook() -> Iterator[None]:
    with override_settings(NOC_EXPORT_HOOK=None):
        yield

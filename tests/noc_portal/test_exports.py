"""Whoever takes data out is on record."""

import pytest
from django.test import Client
from django.urls import reverse

from portalkit.audit.models import AuditEvent
from tests.builders import a_province, a_user


@pytest.mark.django_db
def test_a_download_leaves_an_audit_event_with_its_filters(client: Client) -> None:
    manager = a_user("manager", at=a_province("南江省"))
    client.force_login(manager)
    client.get(reverse("complaints:tickets"), {"format": "csv", "class": "voice"})
    event = AuditEvent.objects.get(action="sheets.export")
    assert event.actor_id == str(manager.pk)
    assert event.detail["source"] == "complaints.tickets"
    assert "class=voice" in event.detail["query"]

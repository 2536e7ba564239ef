"""`manage.py find_repeats`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from complaints.models import RepeatGroup
from tests.complaints.builders import imported
from tests.complaints.conftest import Province
from tests.complaints.test_repeats import a_ticket

pytestmark = pytest.mark.django_db


def found(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command("find_repeats", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_all_tickets_are_searched_without_arguments(province: Province) -> None:
    imported("eoms_tickets", [a_ticket("E1", day=5), a_ticket("E2", day=6)])
    first = found()
    assert (first["from"], first["to"], first["changed"]) == ("2026-10-05", "2026-10-06", 2)
    assert (first["tickets"], first["repeated_dispatches"], first["repeated_share"]) == (2, 1, 0.5)
    assert found()["changed"] == 0


def test_months_and_imports_bound_the_search(province: Province) -> None:
    batch = imported("eoms_tickets", [a_ticket("E1", day=5), a_ticket("E2", day=6)])
    assert found("--from", "2026-10", "--to", "2026-10")["to"] == "2026-10-31"
    assert found("--batch", str(batch.pk))["from"] == "2026-10-05"
    assert RepeatGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "status"), [((), 1), (("--batch", "999"), 1), (("--batch", "1", "--from", "2026-10"), 2), (("--from", "2026-13"), 1)]
)
def test_what_cannot_be_searched_is_refused_with_a_status(province: Province, arguments: tuple[str, ...], status: int) -> None:
    with pytest.raises(CommandError) as refused:
        found(*arguments)
    assert refused.value.returncode == status

"""Two prefectures with a row of every scoped model in each. What belongs to one must never show to the other's people.

Every text that a row of the foreign prefecture holds carries `OMEGA`; the own one's carry `ALPHA`. Codes carry neither, because
an address may repeat them.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from portalkit.access.models import User
from portalkit.jobs.models import Heartbeat
from portalkit.jobs.services.ticking import SCHEDULER
from portalkit.regions.models import Region
from tests.architecture.rows import ROWS
from tests.builders import a_county, a_prefecture, a_province, a_user

ALPHA = "alpha-7q1"
OMEGA = "omega-9z2"


@dataclass
class Place:
    """A prefecture with one row of each model. `rows` grows in the order of ROWS: a later maker finds the earlier rows in it."""

    marker: str
    region: Region
    county: Region
    person: User
    rows: dict[str, Model] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    province: Region
    own: Place
    foreign: Place


def build() -> World:
    Heartbeat.objects.create(name=SCHEDULER, at=timezone.now())
    province = a_province("Guangxi", code="GX")
    return World(
        province=province,
        own=a_place(ALPHA, under=province, code="GX-A"),
        foreign=a_place(OMEGA, under=province, code="GX-B"),
    )


def a_place(marker: str, *, under: Region, code: str) -> Place:
    region = a_prefecture(f"City {marker}", under=under, code=code, name_en=f"City {marker}")
    county = a_county(f"County {marker}", under=region, code=f"{code}-1", name_en=f"County {marker}")
    person = a_user("data_steward", at=region, username=f"person-{marker}", full_name=f"Person {marker}", department=marker)
    place = Place(marker=marker, region=region, county=county, person=person)
    installed = {model._meta.label for model in apps.get_models()}
    for label, make in ROWS.items():
        if label in installed:
            place.rows[label] = make(place, 0)
    return place

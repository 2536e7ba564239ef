from datetime import date

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    revisions = apps.get_model("signage", "ScheduleRevision").objects
    for name in ("regions", "screens"):
        revisions.filter(**{f"{name}__isnull": False}).update(is_whole_region=False)
    for name in ("last_day", "first_day"):
        revisions.filter(**{f"{name}__gt": LAST}).update(**{name: LAST})
    for name in ("first_day", "last_day"):
        revisions.filter(**{f"{name}__lt": FIRST}).update(**{name: FIRST})


class Migration(migrations.Migration):
    # PostgreSQL alters no table on which the same transaction has rows waiting to be checked.
    atomic = False

    dependencies = [
        ("signage", "0006_titles_by_revision"),
    ]

    operations = [
        migrations.AddField(model_name="schedulerevision", name="is_whole_region", field=models.BooleanField(default=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="schedulerevision",
            constraint=models.CheckConstraint(
                condition=Q(first_day__range=(FIRST, LAST)) & (Q(last_day=None) | Q(last_day__range=(FIRST, LAST))),
                name="schedule_days_planned",
            ),
        ),
    ]

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schedules = apps.get_model("signage", "Schedule").objects.filter(pk=OuterRef("schedule"))
    apps.get_model("signage", "ScheduleRevision").objects.update(title=Subquery(schedules.values("title")))


class Migration(migrations.Migration):
    # PostgreSQL alters no table on which the same transaction has rows waiting to be checked.
    atomic = False

    dependencies = [
        ("signage", "0005_play_counts_by_hall"),
    ]

    operations = [
        migrations.AddField(
            model_name="schedulerevision",
            name="title",
            field=models.CharField(default="", max_length=120, verbose_name="Title"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.CreateModel(
            name="KnownCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days", models.JSONField(default=dict)),
                ("told_at", models.DateTimeField()),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="known_calendar_once")]},
        ),
    ]

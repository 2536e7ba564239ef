import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """From the roll-ups that are there already."""
    schema_editor.execute(
        "INSERT INTO complaints_monthlycauserollup (month, region_id, cause, cause_side, complaints)"
        " SELECT month, region_id, cause, cause_side, sum(complaints) FROM complaints_monthlyrollup"
        " GROUP BY month, region_id, cause, cause_side ORDER BY month, region_id"
    )
    schema_editor.execute(
        "INSERT INTO complaints_monthtotal (month, complaints, first_on, last_on)"
        " SELECT month, sum(complaints), min(first_on), max(last_on) FROM complaints_monthlyclassrollup GROUP BY month ORDER BY month"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0002_default_mappings"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("complaints", models.PositiveIntegerField()),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="MonthlyCauseRollup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("cause", models.CharField(max_length=20)),
                ("cause_side", models.CharField(max_length=16)),
                ("complaints", models.PositiveIntegerField()),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("month", "region", "cause", "cause_side"), name="cause_rollup_once_per_key")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

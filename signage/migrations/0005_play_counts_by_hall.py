import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now a count was told by its screen alone: it gets the hall where the screen is."""
    screens = apps.get_model("signage", "Screen").objects.filter(pk=OuterRef("screen"))
    apps.get_model("signage", "PlayCount").objects.update(hall=Subquery(screens.values("hall")))


class Migration(migrations.Migration):
    # PostgreSQL alters no table on which the same transaction has rows waiting to be checked.
    atomic = False

    dependencies = [
        ("storefronts", "0001_initial"),
        ("signage", "0004_play_counts_by_player"),
    ]

    operations = [
        migrations.AddField(
            model_name="playcount",
            name="hall",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storefronts.hall"),
        ),
        migrations.AddField(
            model_name="playcount",
            name="is_day",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="playcount",
            name="hall",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storefronts.hall"),
        ),
    ]

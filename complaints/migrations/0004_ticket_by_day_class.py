from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_lean_rollups")]
    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["accepted_on", "service_class"], name="ticket_by_day_class"),
        ),
    ]

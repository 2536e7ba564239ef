from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0003_lean_rollups"),
        ("imports", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="categorymapping",
            name="complaint_type",
            field=models.CharField(
                choices=[
                    ("coverage", "Network coverage"),
                    ("mobile_internet", "Mobile internet"),
                    ("wlan", "WLAN"),
                    ("messaging", "SMS and MMS"),
                    ("other", "Other type"),
                    ("unmapped", "Unmapped"),
                ],
                max_length=20,
                verbose_name="Type",
            ),
        ),
        migrations.AlterField(
            model_name="categorymapping",
            name="system",
            field=models.CharField(blank=True, choices=[("crm", "CRM"), ("eoms", "EOMS")], max_length=4, verbose_name="Source system"),
        ),
        migrations.AlterField(
            model_name="causemapping",
            name="system",
            field=models.CharField(blank=True, choices=[("crm", "CRM"), ("eoms", "EOMS")], max_length=4, verbose_name="Source system"),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="complaint_type",
            field=models.CharField(
                choices=[
                    ("coverage", "Network coverage"),
                    ("mobile_internet", "Mobile internet"),
                    ("wlan", "WLAN"),
                    ("messaging", "SMS and MMS"),
                    ("other", "Other type"),
                    ("unmapped", "Unmapped"),
                ],
                default="unmapped",
                max_length=20,
                verbose_name="Type",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="result",
            field=models.CharField(blank=True, db_default="", max_length=500, verbose_name="Handling result"),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="status",
            field=models.CharField(
                choices=[
                    ("new", "Newly opened"),
                    ("in_progress", "In progress"),
                    ("pending", "On hold"),
                    ("resolved", "Resolved"),
                    ("closed", "Closed"),
                    ("cancelled", "Withdrawn"),
                    ("unmapped", "Unmapped"),
                    ("unstated", "Not stated"),
                ],
                db_default="unstated",
                default="unstated",
                max_length=12,
                verbose_name="Status",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="system",
            field=models.CharField(choices=[("crm", "CRM"), ("eoms", "EOMS")], max_length=4, verbose_name="Source system"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["accepted_on", "service_class"], name="ticket_by_day_class"),
        ),
    ]

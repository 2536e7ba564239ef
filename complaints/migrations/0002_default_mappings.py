from django.db import migrations


def make_rules(apps, schema_editor):
    from complaints.domain.taxonomy import CATEGORY_RULES, CAUSE_RULES

    category = apps.get_model("complaints", "CategoryMapping")
    cause = apps.get_model("complaints", "CauseMapping")
    category.objects.bulk_create(
        category(match=rule.match, text=text, service_class=rule.outcome[0], complaint_type=rule.outcome[1])
        for rule in CATEGORY_RULES
        for text in rule.texts
    )
    cause.objects.bulk_create(
        cause(match=rule.match, text=text, cause=rule.outcome[0], side=rule.outcome[1]) for rule in CAUSE_RULES for text in rule.texts
    )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]
    operations = [migrations.RunPython(make_rules, migrations.RunPython.noop)]

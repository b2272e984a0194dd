"""What was told keeps the days of its level: until now its procedure knew them, as it stands."""

from django.db import migrations, models


def take_from_procedures(apps, schema):
    """The days that the procedure has at the level's place; the last ones where it has fewer levels by now."""
    for row in apps.get_model("dunning", "Reminded").objects.select_related("procedure"):
        levels = row.procedure.told["levels"]
        row.days = levels[min(row.position, len(levels)) - 1]["days"]
        row.save(update_fields=["days"])


class Migration(migrations.Migration):

    dependencies = [
        ('dunning', '0001_reminders'),
    ]

    operations = [
        migrations.AddField(
            model_name='reminded',
            name='days',
            field=models.IntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(take_from_procedures, migrations.RunPython.noop),
    ]

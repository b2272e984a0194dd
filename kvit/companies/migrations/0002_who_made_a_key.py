"""Who made a key, and with which; of the keys there are it stands in what happened."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def told_by_events(apps, schema_editor):
    """A key whose making nobody recorded keeps an unknown maker, and counts as any owner's."""
    keys = {key.pk: key for key in apps.get_model("companies", "ApiKey").objects.order_by("pk")}
    made = apps.get_model("events", "Event").objects.filter(name="api_key.created", subject_kind="api_key")
    for event in made.filter(subject_id__in=keys).order_by("id"):
        key = keys[event.subject_id]
        if event.actor_kind == "user":
            key.made_by_id = event.actor_id
        elif event.actor_kind == "api_key" and event.actor_id in keys:
            key.made_with = keys[event.actor_id]
            key.made_by_id = key.made_with.user_id
        key.save(update_fields=["made_by", "made_with"])


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0001_initial'),
        ('events', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='apikey',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apikey',
            name='made_with',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.apikey'),
        ),
        migrations.RunPython(told_by_events, migrations.RunPython.noop),
    ]

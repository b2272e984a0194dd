import django.db.models.deletion
from django.db import migrations, models

import kvit.tables


class Migration(migrations.Migration):
    """The table of tolerances, which `banking` made, is the ledger's from now on: nothing in the database changes."""

    dependencies = [
        ("companies", "0001_initial"),
        ("ledger", "0002_account_has_book"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Tolerance",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("currency", models.CharField(max_length=3)),
                        ("valid_from", models.DateField()),
                        ("amount", kvit.tables.AmountField()),
                        ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tolerances", to="companies.company")),
                    ],
                    options={
                        "db_table": "banking_tolerance",
                        "constraints": [
                            models.UniqueConstraint(fields=("company", "currency", "valid_from"), name="tolerance_once"),
                            models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="tolerance_above"),
                        ],
                    },
                ),
            ],
        ),
    ]

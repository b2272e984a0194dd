from django.db import migrations


class Migration(migrations.Migration):
    """The table of tolerances belongs to the ledger: it stays, with what stands in it."""

    dependencies = [
        ("banking", "0002_bank_rules_and_bookings"),
        ("ledger", "0002_tolerance"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Tolerance")]),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """The table of tolerances belongs to the ledger: it stays, with what stands in it."""

    dependencies = [
        ("banking", "0003_direct_debits"),
        ("ledger", "0003_tolerance"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Tolerance")]),
    ]

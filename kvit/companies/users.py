"""What a person sets for themselves."""

from collections.abc import Mapping

from django.db import transaction

from kvit.companies.models import User

OWN = ("name", "language", "theme", "single_keys", "accountant_words")


@transaction.atomic
def change(user: User, facts: Mapping[str, object]) -> None:
    """Name, language, theme and keys; nothing here concerns a company, so no company's log tells it."""
    asked = {name: value for name, value in facts.items() if name in OWN}
    for name, value in asked.items():
        setattr(user, name, value)
    user.save(update_fields=list(asked))

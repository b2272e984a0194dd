"""Django's makemessages, which also knows the short names that our modules import gettext under."""

from pathlib import Path
from typing import Any

from django.core.management.commands.makemessages import Command as DjangoMakeMessages

SHORT_NAMES = ("--keyword=lazy", "--keyword=n_", "--keyword=p_:1c,2")
"""`gettext_lazy as lazy`, `gettext_noop as n_`, `pgettext_lazy as p_`; `_` is known to xgettext itself."""

OF_THE_HOUR = ("POT-Creation-Date", "Report-Msgid-Bugs-To")
"""Header fields that change with every run and say nothing: they would make two hands meet in each catalogue."""


class Command(DjangoMakeMessages):
    """No text of tests, no guessed translations (a wrong sentence about money is worse than an English one)."""

    xgettext_options = [*DjangoMakeMessages.xgettext_options, *SHORT_NAMES]
    msgmerge_options = [*DjangoMakeMessages.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] = [*options["ignore_patterns"], "tests"]
        super().handle(*args, **options)

    def write_po_file(self, potfile: str, locale: str) -> None:
        super().write_po_file(potfile, locale)
        catalogue = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        lines = catalogue.read_text().splitlines(keepends=True)
        catalogue.write_text(
            "".join(line for line in lines if not line.startswith(tuple(f'"{f}' for f in OF_THE_HOUR)))
        )

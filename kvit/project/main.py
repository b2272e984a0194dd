"""Where the program starts."""

import os


def main() -> None:
    """Run the command line; Django is loaded by the commands that need it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kvit.project.settings")
    from kvit.cli.program import run

    run()

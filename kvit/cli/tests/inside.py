"""Commands run inside the test's own program, on its database: quicker than a program each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import typer
from typer import testing

from kvit.cli.program import build

tree = cache(lambda: typer.main.get_command(build()))
"""All commands: they take longer to grow than most of them to run, so they grow once a process."""
testing._get_command = lambda grown: grown  # type: ignore[attr-defined]


@dataclass
class Said:
    """What a command said, and how it ended."""

    exit_code: int
    out: str
    told: str

    @property
    def answer(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The refusal on standard error."""
        assert self.out == ""
        return json.loads(self.told)["error"]


def spoken(words: Sequence[str], *, given: str | bytes | None = None) -> testing.Result:
    """What became of the command just as it is typed."""
    return testing.CliRunner().invoke(tree(), words, input=given)


def kvit(*words: object, given: object = None, exit_code: int | None = 0) -> Said:
    """Run `kvit words… --json`; what is given as JSON stands on standard input."""
    text = given if isinstance(given, str | bytes) or given is None else json.dumps(given)
    ran = spoken([*map(str, words), "--json"], given=text)
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    assert exit_code is None or ran.exit_code == exit_code, ran.output
    return Said(ran.exit_code, ran.stdout, ran.stderr)

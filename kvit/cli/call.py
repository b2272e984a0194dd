"""One call of a command: the options that every command takes, who acts and when, and how it answers."""

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kvit.cli import output
from kvit.core.errors import Refused
from kvit.core.families import family

if TYPE_CHECKING:
    from kvit.companies.models import Company, User
    from kvit.core.permissions import Actor


def day(text: str) -> date:
    """A day as options take it; anything but ISO is misuse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("a day is written like 2026-03-01") from None


OPTIONS: dict[str, Any] = {
    "as_user": Annotated[str | None, typer.Option("--as", metavar="USER", help="Act as this user (e-mail or id).")],
    "company": Annotated[str | None, typer.Option(metavar="ID", help="In this company, where there are several.")],
    "as_of": Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Act as on that day.")],
    "as_json": Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")],
    "lang": Annotated[str | None, typer.Option(metavar="CODE", help="Speak en, ro, bg, es or pl.")],
    "quiet": Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but refusals.")],
}


@dataclass(frozen=True)
class Given:
    """What the options said, before and after the command's words."""

    as_user: str | None = None
    company: str | None = None
    as_of: date | None = None
    as_json: bool = False
    lang: str | None = None
    quiet: bool = False

    def and_then(self, later: dict[str, Any]) -> "Given":
        """With what was said later, which wins."""
        return replace(self, **{name: value for name, value in later.items() if value})


class Misconfigured(Exception):
    """The settings cannot be loaded, so there are no languages to say it in either."""


class Call:
    """What a command gets: its company, actor and day are looked up when it asks for them."""

    def __init__(self, given: Given) -> None:
        self.given = given

    @cached_property
    def company(self) -> "Company":
        """The company that was named, or the only one."""
        from kvit.companies import whose

        return whose.company_of(self.given.company or "", user=self._named)

    @cached_property
    def user(self) -> "User":
        """Who acts: the user that was named, else the company's first owner."""
        from kvit.companies import whose

        return self._named or whose.first_owner(self.company)

    @cached_property
    def by(self) -> "Actor":
        """The user in the company."""
        from kvit.companies.permissions import actor

        return actor(self.user, self.company)

    @cached_property
    def on(self) -> date:
        """The day of the act: the one named, else today in the company's zone."""
        return self.today(self.company.zone)

    def today(self, zone: str) -> date:
        """The day named, else the day it is in the zone."""
        from kvit.companies import whose

        return self.given.as_of or whose.today(zone)

    def answer(self, document: object, *, table: output.Table | None = None, exit_code: int = 0) -> None:
        """Say what came of it: the document to programs, its lines to people; then end with the code, if it is one."""
        output.show(document, table=table, as_json=self.given.as_json, quiet=self.given.quiet)
        if exit_code:
            raise typer.Exit(exit_code)

    @cached_property
    def _named(self) -> "User | None":
        from kvit.companies import whose

        return whose.user_of(self.given.as_user) if self.given.as_user else None


def command(
    app: typer.Typer, name: str, *, django: bool = True
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Put the function among the app's commands; it gets its `Call` first, and every command the same options."""

    def put(function: Callable[..., None]) -> Callable[..., None]:
        def called(ctx: typer.Context, **values: Any) -> None:
            given = _heard(ctx).and_then({option: values.pop(option) for option in OPTIONS})
            run(Call(given), function, values, django=django)

        _take_options(called, function)
        app.command(name, help=inspect.getdoc(function))(called)
        return function

    return put


def hearing(app: typer.Typer) -> None:
    """Let the options stand before the words of this app's commands, too."""

    def hear(ctx: typer.Context, **values: Any) -> None:
        ctx.obj = _heard(ctx).and_then(values)

    _take_options(hear)
    app.callback()(hear)


def run(call: Call, function: Callable[..., None], values: dict[str, Any], *, django: bool = True) -> None:
    """Call the command; a refusal is said once, here, and decides the exit code."""
    try:
        if django:
            start_django(call.given.lang)
        function(call, **values)
    except Misconfigured as wrong:
        output.fail("kvit.misconfigured", str(wrong), as_json=call.given.as_json)
        raise typer.Exit(1) from None
    except Refused as refused:
        _end(refused, call)
    except Exception as error:
        if not django:
            raise
        _end(_refusal(error), call)


def _end(refused: Refused, call: Call) -> NoReturn:
    output.refuse(refused, as_json=call.given.as_json)
    raise typer.Exit(family(refused.code).exit_code) from None


def _refusal(error: Exception) -> Refused:
    """What a person can do about an error of the database; every other one is a bug and is raised again."""
    from kvit.tables import refusal_of

    if _without_tables(error):
        return Refused("kvit.not_migrated")
    if _is_away(error):
        return Refused("database.unreachable")
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    return refusal


def _without_tables(error: Exception) -> bool:
    """Whether the command broke because the tables are not there or are of another version."""
    from django.db.utils import OperationalError, ProgrammingError

    from kvit.jobs import database

    return isinstance(error, OperationalError | ProgrammingError) and database.is_behind()


def _is_away(error: Exception) -> bool:
    """Whether the command broke because there is no database to be reached."""
    from django.db.utils import InterfaceError, OperationalError

    from kvit.jobs import database

    return isinstance(error, OperationalError | InterfaceError) and database.is_away()


def start_django(language: str | None) -> None:
    """Load what the commands need, and speak the language that was asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kvit.project.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    from kvit.core.languages import LANGUAGES, language_of

    try:
        django.setup()
    except (ImproperlyConfigured, OSError) as wrong:
        raise Misconfigured(str(wrong)) from wrong
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    translation.activate(language_of(language).code if language else spoken[:2] if spoken[:2] in LANGUAGES else "en")


def _heard(ctx: typer.Context) -> Given:
    return ctx.obj if isinstance(ctx.obj, Given) else Given()


def _take_options(called: Callable[..., None], function: Callable[..., None] | None = None) -> None:
    """Give the function the options in its signature, after the own ones of the command."""
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:] if function else []
    keyword = inspect.Parameter.KEYWORD_ONLY
    taken = [
        inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context),
        *(one.replace(kind=keyword) for one in own),
        *(
            inspect.Parameter(name, keyword, annotation=kind, default=False if "bool" in str(kind) else None)
            for name, kind in OPTIONS.items()
        ),
    ]
    called.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]
    called.__annotations__ = {one.name: one.annotation for one in taken}

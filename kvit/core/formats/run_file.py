"""In which kind of file a run goes to the bank: chosen by the account that pays (`docs/rules/payment-runs.md`)."""

from typing import Literal, get_args

from kvit.core.errors import Finding
from kvit.core.formats import bank_csv, elixir, pain001
from kvit.core.formats.bank_csv import Profile
from kvit.core.formats.transfers import Run, check, check_domestic, unsaid

Format = Literal["pain001", "elixir", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA: dict[Format, tuple[str, str]] = {
    "pain001": ("application/xml", "xml"),
    "elixir": ("text/plain", "pli"),
    "csv": ("text/csv", "csv"),
}
"""The media type and the ending of each."""
PROFILES: dict[tuple[str, str], Profile] = {
    (one.country, one.currency): one for one in (bank_csv.POLISH, bank_csv.ROMANIAN)
}


def usual(iban: str, currency: str) -> Format:
    """What the banks of the account's country take: Elixir-O in Poland for PLN, else pain.001."""
    return "elixir" if (iban[:2], currency) == ("PL", "PLN") else "pain001"


def possible(iban: str, currency: str) -> list[Format]:
    """The kinds of files that an account can be paid from."""
    country = iban[:2]
    fits = {"pain001": True, "elixir": (country, currency) == ("PL", "PLN"), "csv": (country, currency) in PROFILES}
    return [one for one in FORMATS if fits[one]]


def findings(run: Run, format: Format) -> list[Finding]:
    """Everything that keeps the bank from taking the run in that kind of file."""
    if format == "elixir":
        return elixir.check(run)
    if format == "csv":
        profile = _profile(run)
        found = check_domestic(run, country=profile.country, currency=profile.currency)
        return found + unsaid(run, format=profile.name)
    return check(run) + unsaid(run, format=pain001.CURRENT, urgent=True)


def write(run: Run, format: Format) -> bytes:
    """The file, the same bytes whenever it is written. Refuses `run.findings`."""
    if format == "elixir":
        return elixir.write(run)
    return bank_csv.write(run, _profile(run)) if format == "csv" else pain001.write(run)


def _profile(run: Run) -> Profile:
    country = run.payer.iban[:2]
    return next(one for (place, _), one in PROFILES.items() if place == country)

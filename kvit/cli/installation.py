"""Commands about the installation: init, migrate, doctor, version."""

import sys
from typing import Annotated

import typer

from kvit.cli.call import Call, command
from kvit.core.errors import Refused
from kvit.core.parsing import json_documents


def put_into(app: typer.Typer) -> None:
    """Put these commands beside the nouns."""
    command(app, "init")(init)
    command(app, "migrate")(migrate)
    command(app, "doctor")(doctor)
    command(app, "version", django=False)(version)


def init(
    call: Call,
    *,
    name: Annotated[str, typer.Option(help="The company's legal name.")],
    country: Annotated[str, typer.Option(help="Two letters of ISO 3166, such as RO.")],
    currency: Annotated[str, typer.Option(help="Three letters of ISO 4217; the country's by default.")] = "",
    vat_id: Annotated[str, typer.Option(help="The VAT number.")] = "",
    tax_id: Annotated[str, typer.Option(help="The tax number of a company without VAT.")] = "",
    iban: Annotated[str, typer.Option(help="The account that customers pay to.")] = "",
    email: Annotated[str, typer.Option(help="The owner's address; they sign in with it.")] = "",
    address_json: Annotated[str, typer.Option(help="street, building, post_code, town, region as JSON.")] = "",
    test: Annotated[
        bool, typer.Option("--test", help="A company to try things in: SPECIMEN on what it prints.")
    ] = False,
) -> None:
    """Open a company: its accounts, VAT codes, number series and legal texts are there afterwards."""
    from kvit.companies.companies import Founding
    from kvit.core.countries import profile
    from kvit.core.countries.codes import country_code
    from kvit.jobs import database
    from kvit.onboarding import companies

    database.migrate()
    facts = Founding(
        name=name,
        country=country,
        currency=currency,
        vat_id=vat_id,
        tax_id=tax_id,
        email=email,
        address=_address(address_json),
        is_test=test,
    )
    on = call.today(profile(country_code(country)).zone)
    company, owner = companies.open_first(facts, owner=email, on=on, iban=iban)
    call.answer({"company": company.public_id, "user": owner.public_id})


def migrate(call: Call) -> None:
    """Bring the database to this version of Kvit."""
    from kvit.jobs import database

    call.answer({"migrated": database.migrate()})


def doctor(call: Call) -> None:
    """What this installation runs on and what is missing; ends with 1 when something must be mended."""
    from kvit.jobs import doctor

    found = doctor.examine()
    wrong = [one for one in found if not one["ok"]]
    call.answer({"ok": not wrong, "checks": found}, table=(("ok", "check", "told"), found), exit_code=1 if wrong else 0)


def version(call: Call) -> None:
    """The version of Kvit."""
    from importlib.metadata import version as version_of

    call.answer({"kvit": version_of("kvit"), "python": sys.version.split()[0]})


def _address(text: str) -> dict[str, str]:
    """The address as it was given. Refuses `company.bad_address` for anything but named texts."""
    raw = json_documents.read_json(text.encode()) if text else {}
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        raise Refused("company.bad_address", field="address")
    return raw

"""A refusal's family decides the exit code and the HTTP status; screens.md 3.4 is the list of exit codes."""

import pytest

from kvit.core.families import PARTLY_DONE, Family, family


@pytest.mark.parametrize(
    ("code", "exit_code", "http_status"),
    [
        ("invoice.findings", 3, 422),
        ("invoice.held", 3, 422),
        ("invoice.unknown", 5, 404),
        ("company.unknown", 5, 404),
        ("archive.not_there", 5, 404),
        ("permission.denied", 6, 403),
        ("invoice.known", 7, 409),
        ("invoice.not_draft", 7, 409),
        ("invoice.changed", 7, 409),
        ("period.locked", 7, 409),
        ("series.out_of_order", 7, 409),
        ("invoice.not_validated", 8, 503),
        ("disk.full", 1, 507),
        ("archive.no_space", 1, 507),
        ("database.busy", 7, 409),
        ("rate.missing", 1, 422),
        ("field.bad_value", 1, 422),
        ("currency.unknown", 1, 422),
    ],
)
def test_each_refusal_ends_a_command_as_promised(code, exit_code, http_status):
    assert (family(code).exit_code, family(code).http_status) == (exit_code, http_status)


def test_exit_codes_tell_the_families_apart():
    codes = [one.exit_code for one in Family if one is not Family.NO_ROOM]
    assert len(set(codes)) == len(codes)
    assert {0, 2, PARTLY_DONE}.isdisjoint(codes)

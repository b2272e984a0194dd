"""A mistake, and the document that puts it right, country by country."""

import pytest

from kvit.core.corrections import RAISING, REASONS, act
from kvit.core.errors import Refused

COUNTRIES = ["RO", "BG", "ES", "PL", "DE"]


def test_romania_reverses_and_issues_again() -> None:
    """Cod fiscal, art. 330 (1) b): a storno with the minus sign and, where anything is left, a new one."""
    assert act("RO", "customer").steps == ("reverse", "issue_again")
    assert act("RO", "vat").steps == ("reverse", "issue_again")
    assert act("RO", "whole").kind == act("RO", "return").kind == "credit_note"
    assert "330" in act("RO", "customer_data").law


def test_bulgaria_issues_a_note_within_five_days_when_the_base_changed() -> None:
    for reason in ("price", "quantity", "return", "discount_after", "whole"):
        found = act("BG", reason)
        assert (found.kind, found.within_days) == ("credit_note", 5)
        assert "115" in found.law
    assert act("BG", "price", upwards=True).kind == "corrective"  # дебитно известие
    assert act("BG", "price", upwards=True).within_days == 5


@pytest.mark.parametrize("reason", ["customer", "customer_data", "vat"])
def test_bulgaria_annuls_what_was_wrongly_drawn_up(reason: str) -> None:
    """чл. 116: annulled and issued anew, by a protocol once it stands in the ledgers of either side."""
    found = act("BG", reason)
    assert (found.kind, found.within_days) == ("annulment", None)
    assert found.steps == ("annul", "protocol_if_booked", "issue_again")
    assert act("BG", reason, booked=False).steps == ("annul", "issue_again")
    assert "116" in found.law


def test_wrong_vat_is_annulled_in_bulgaria_whichever_way_it_was_wrong() -> None:
    assert act("BG", "vat", upwards=True) == act("BG", "vat")


@pytest.mark.parametrize(
    ("reason", "code", "method"),
    [
        ("discount_after", "R1", "I"),
        ("return", "R1", "I"),
        ("price", "R1", "I"),
        ("whole", "R1", "I"),
        ("vat", "R1", "S"),
        ("quantity", "R4", "I"),
        ("duplicate", "R4", "I"),
        ("customer", "R4", "S"),
        ("customer_data", "R4", "S"),
    ],
)
def test_spain_names_the_type_and_the_way_of_the_rectificativa(reason: str, code: str, method: str) -> None:
    found = act("ES", reason)
    assert (found.code, found.method) == (code, method)
    assert act("ES", reason, simplified=True).code == "R5"
    assert "1619/2012" in found.law


def test_spain_annuls_what_was_issued_by_mistake_and_everybody_else_takes_it_back() -> None:
    """RD 1007/2023 art. 11: a record of cancellation, no document, so no type of rectificativa."""
    for simplified in (False, True):
        found = act("ES", "mistake", simplified=simplified)
        assert (found.kind, found.steps, found.code, found.method) == ("annulment", ("annul",), "", "")
    assert "1007/2023" in found.law
    assert {act(country, "mistake").kind for country in ("RO", "BG", "PL", "DE")} == {"credit_note"}


def test_in_poland_nothing_is_cancelled() -> None:
    assert all(act("PL", reason).kind != "annulment" for reason in REASONS)
    assert act("PL", "whole").steps == act("PL", "duplicate").steps == ("correct_to_zero",)
    assert act("PL", "customer").steps == ("correct_to_zero", "issue_again")
    assert act("PL", "customer_data").steps == ("correct_text",)
    assert act("PL", "vat").steps == act("PL", "vat", upwards=True).steps == ("correct_by_difference",)
    assert (act("PL", "vat").kind, act("PL", "vat", upwards=True).kind) == ("credit_note", "corrective")
    assert act("PL", "quantity", upwards=True).steps == ("correct_by_difference",)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_has_an_act_and_a_law_everywhere(country: str, reason: str) -> None:
    found = act(country, reason)
    assert found.steps and found.law
    assert (found.code, found.method) == ("", "") or country == "ES"
    if reason in RAISING:
        assert act(country, reason, upwards=True).law


@pytest.mark.parametrize("reason", sorted(REASONS - RAISING))
def test_what_is_given_back_never_makes_a_document_dearer(reason: str) -> None:
    with pytest.raises(Refused) as refused:
        act("RO", reason, upwards=True)
    assert (refused.value.code, refused.value.facts) == ("correction.cannot_raise", {"reason": reason})


def test_an_unknown_reason_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(Refused) as refused:
        act("RO", "mood")
    assert refused.value.code == "correction.unknown_reason"
    assert refused.value.facts == {"reason": "mood", "known": sorted(REASONS)}

"""Which networks a document passes, and the last day to be in time, by the laws' own texts."""

from datetime import date

import pytest

from kvit.core.networks import ANAF, FACE, KSEF, PEPPOL, VERIFACTU, Deal, passages

DAY = date(2026, 11, 16)


def networks_of(**facts):
    facts = {"issued_on": DAY, **facts}
    return [(one.network, one.is_duty) for one in passages(Deal(**facts))]


def last_day(day, *, seller="RO"):
    return passages(Deal(seller=seller, buyer=seller, issued_on=day))[0].until


@pytest.mark.parametrize(
    ("issued_on", "until", "because"),
    [
        # Regulation 1182/71 art. 3: the day of issue does not count; working days are all but holidays and weekends
        (date(2026, 3, 2), date(2026, 3, 9), "Monday: Tuesday to Friday and the next Monday"),
        (date(2026, 3, 7), date(2026, 3, 13), "Saturday: the five days of the next week"),
        (date(2026, 4, 3), date(2026, 4, 14), "orthodox Easter: 10 and 13 April are holidays (Codul muncii art. 139)"),
        (date(2026, 12, 24), date(2027, 1, 4), "25 December and 1 January are holidays, both Fridays"),
        (date(2026, 1, 5), date(2026, 1, 14), "Epiphany 6 and Saint John 7 January are holidays since 2024"),
        (date(2026, 3, 27), date(2026, 4, 3), "the night to 29 March is an hour shorter: days do not care"),
        (date(2026, 11, 27), date(2026, 12, 8), "30 November and 1 December, a Monday and a Tuesday, are holidays"),
        (date(2024, 2, 28), date(2024, 3, 6), "a leap day counts as any other Thursday"),
    ],
)  # fmt: skip
def test_romania_counts_five_working_days_after_issue(issued_on, until, because):
    assert last_day(issued_on) == until, because


def test_the_example_of_the_page():
    assert last_day(date(2026, 3, 27)) == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("issued_on", "until"),
    [
        (date(2026, 4, 30), date(2026, 5, 4)),  # 1 May a holiday, 2 and 3 May a weekend
        (date(2026, 12, 23), date(2026, 12, 28)),  # since 2025 Christmas Eve is a holiday, too
        (date(2026, 6, 3), date(2026, 6, 5)),  # Corpus Christi on Thursday 4 June
        (date(2026, 11, 10), date(2026, 11, 12)),  # Independence Day
    ],
)
def test_poland_counts_the_next_working_day(issued_on, until):
    assert last_day(issued_on, seller="PL") == until


def test_romanian_documents_pass_anaf_for_whom_the_law_says():
    assert networks_of(seller="RO", buyer="RO") == [(ANAF, True)]
    assert networks_of(seller="RO", buyer="RO", buyer_is_business=False) == [(ANAF, True)]
    assert networks_of(seller="RO", buyer="RO", buyer_is_business=False, issued_on=date(2024, 12, 30)) == []
    assert networks_of(seller="RO", buyer="DE", buyer_vat_id="DE1") == []
    assert networks_of(seller="RO", buyer="DE", buyer_vat_id="RO1") == [(ANAF, True)]
    assert networks_of(seller="RO", buyer="RO", kind="simplified") == []


def test_polish_documents_pass_ksef_but_those_to_consumers():
    assert networks_of(seller="PL", buyer="PL") == [(KSEF, True)]
    assert networks_of(seller="PL", buyer="DE") == [(KSEF, True)]
    assert networks_of(seller="PL", buyer="PL", buyer_is_business=False) == []
    assert networks_of(seller="PL", buyer="PL", issued_on=date(2026, 3, 31)) == [(KSEF, False)]


def test_spanish_documents_are_recorded_and_public_bodies_get_them_by_face():
    assert networks_of(seller="ES", buyer="ES", buyer_is_business=False) == [(VERIFACTU, False)]
    assert networks_of(seller="ES", buyer="ES", issued_on=date(2027, 1, 1)) == [(VERIFACTU, True)]
    assert networks_of(seller="ES", buyer="ES", buyer_is_public=True) == [(FACE, True), (VERIFACTU, False)]


def test_peppol_carries_what_no_state_carries_to_the_buyer():
    assert networks_of(seller="BG", buyer="BE", buyer_is_on_peppol=True) == [(PEPPOL, False)]
    assert networks_of(seller="RO", buyer="RO", buyer_is_on_peppol=True) == [(ANAF, True)]
    assert networks_of(seller="PL", buyer="DE", buyer_is_on_peppol=True) == [(KSEF, True), (PEPPOL, False)]
    assert networks_of(seller="BG", buyer="BG") == []

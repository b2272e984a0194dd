"""Lines that name KSeF numbers: the surest evidence there is, and never silently another invoice's payment."""

from decimal import Decimal

from kvit.core.tests.test_reconciling import ALFA, first, owed, paid, sure, taken

KSEF, KSEF_TOO = "5265877635-20250826-0100001AF629-AF", "5265877635-20250916-0200A0D6723E-C2"


def test_a_ksef_number_and_the_amount_are_enough_and_the_reason_says_so():
    """Art. 108g: from 2027 on a Polish transfer names nothing else."""
    proposal = first(paid(text=KSEF), owed(official=KSEF), owed("INV-2026-00413", official=KSEF_TOO))
    assert proposal.is_sure
    assert taken(proposal) == {"INV-2026-00412": Decimal("1190.00")}
    assert proposal.reasons == ("match.ksef_number", "match.amount")


def test_two_invoices_one_by_its_ksef_number_and_one_by_ours():
    items = [owed(official=KSEF), owed("INV-2026-00413", "10.00", official=KSEF_TOO)]
    proposal = first(paid("1200.00", f"{KSEF} INV-2026-00413"), *items)
    assert proposal.is_sure
    assert proposal.reasons == ("match.ksef_number", "match.number", "match.amount")


def test_a_ksef_number_cannot_be_one_letter_apart_from_another():
    """By our number this is shown to a person; check characters leave no doubt."""
    ours = owed("INV-2026-00412", name="Alfa", official=KSEF)
    theirs = owed("INV-2026-00413", party="beta", name="Beta Trade")
    assert sure(paid(text="INV-2026-00412", name="Beta Trade"), ours, theirs) == []
    assert sure(paid(text=KSEF, name="Beta Trade"), ours, theirs) == ["INV-2026-00412"]


def test_the_ksef_number_of_another_invoice_is_no_silent_payment():
    """The account is known and owes just this, but the text names an invoice that was paid before."""
    assert sure(paid(iban=ALFA), owed()) == ["INV-2026-00412"]
    assert sure(paid(text=KSEF, iban=ALFA), owed()) == []


def test_a_part_of_what_a_ksef_number_names_is_shown():
    proposal = first(paid("500.00", KSEF), owed(official=KSEF))
    assert (proposal.kind, proposal.reasons) == ("partial", ("match.ksef_number", "match.partial"))
    assert not proposal.is_sure

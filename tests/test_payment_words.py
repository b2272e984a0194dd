"""Whatever keeps a payment back is said in a whole sentence, with its facts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.core.formats import elixir, pain001, pain002, transfers
from kvit.core.formats.transfers import Address
from kvit.core.money import Money
from kvit.core.netting import Open, set_off
from kvit.core.tests import test_elixir as poland
from kvit.core.tests import test_pain002 as bank
from kvit.core.tests import test_white_list as listed
from kvit.core.tests.payment_runs import ALFA, BETA, LUKASZ, NORDIKA, a_run
from kvit.core.white_list import check, read
from kvit.wording import bank_answers, bank_reason, netting, sentence, white_list
from kvit.wording import transfers as words

TODAY = date(2026, 11, 30)


def of_runs():
    broken = [
        replace(LUKASZ, amount=Money(Decimal("0.001"), "EUR"), payee="Ω", reference="RF00X"),
        replace(LUKASZ, key="opn_02", amount=Money(Decimal(5), "PLN"), documents=("Ω",)),
        replace(ALFA, iban="CH9300762011623852957", address=Address(street="x", lines=("a", "b", "c"))),
    ]
    yield from transfers.check(a_run(*broken, payer=replace(NORDIKA, address=Address())))
    yield from transfers.check(a_run())
    silent = replace(poland.PLAIN, key="opn_02", urgent=True, documents=())
    half = replace(poland.SCREWS, split=replace(poland.SPLIT, invoice=""))
    yield from transfers.unsaid(poland.a_run(poland.SCREWS), format="PLN CSV")
    yield from elixir.check(poland.a_run(silent, half, replace(BETA, key="opn_03")))


def of_answers():
    twice = bank.instruction("run01JD-002", "RJCT", bank.item("opn01", "ACSC"), bank.item("opn99", "RJCT"))
    yield from pain002.outcomes(pain002.parse(bank.report(twice)), bank.RUN).findings


def of_others():
    lei = Open("A-1", "A-1", Money(Decimal(20_000), "RON"), date(2026, 11, 1))
    yield from set_off([lei], [replace(lei, key="B-1")], on=TODAY, countries=("RO", "RO"), currency="RON").findings
    alone = listed.hashed("20240725" + listed.ORDINARY[0], rounds=7)
    for file, iban, on in (
        (None, listed.ORDINARY[1], listed.DAY),
        (listed.a_file(), "DE89370400440532013000", listed.DAY),
        (listed.a_file(), listed.VIRTUAL[1], listed.DAY),
        (listed.a_file(rounds="7", active=[alone]), listed.ORDINARY[1], listed.DAY),
    ):
        yield check(file, nip=listed.ORDINARY[0], iban=iban, on=on).finding


def of_refusals():
    acts = [
        lambda: pain001.write(a_run()),
        lambda: pain002.outcomes(pain002.parse(bank.report(file="run02")), bank.RUN),
        lambda: pain002.parse(bank.report(file=" ")),
        lambda: pain002.parse(b"<Document/>"),
        lambda: set_off([], [], on=TODAY, countries=("BG", "BG"), currency="EUR"),
        lambda: set_off(
            [Open("1", "1", Money(Decimal(0), "EUR"), TODAY)], [], on=TODAY, countries=("BG", "BG"), currency="EUR"
        ),
        lambda: read([b"x"]),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        yield refused.value


def test_every_reason_has_a_sentence_with_all_its_facts():
    told = {one.rule: sentence(one.rule, one.facts) for one in (*of_runs(), *of_answers(), *of_others())}
    told |= {one.code: sentence(one.code, one.facts) for one in of_refusals()}
    ours = {*words.REFUSALS, *bank_answers.REFUSALS, *netting.REFUSALS, *white_list.REFUSALS}
    assert ours - set(told) == set()
    for code in ours:
        assert told[code] != code
        assert "{" not in told[code], told[code]


def test_the_banks_reasons_have_words_and_its_own_stay_as_they_are():
    assert bank_reason("AC04") == "The account is closed."
    assert bank_reason("X17") == "X17"
    assert all(len(code) == 4 and words.endswith(".") for code, words in bank_answers.REASONS.items())

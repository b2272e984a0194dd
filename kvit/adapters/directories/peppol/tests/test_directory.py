"""Peppol's directory over real UDP and HTTP: found, absent, and what is neither."""

import pytest

from kvit.adapters.directories.peppol import PeppolDirectory
from kvit.adapters.directories.peppol.simulator import NXDOMAIN, SERVFAIL, ZONE, DirectorySimulator
from kvit.adapters.networks.simulation import Given
from kvit.core.einvoice.model import Identifier
from kvit.core.einvoice.peppol import addressing

KOLN = "iso6523-actorid-upis::0088:4035811991021"
INVOICE = (
    "busdox-docid-qns::urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice"
    "##urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1"
)


@pytest.fixture
def peppol():
    simulator = DirectorySimulator({KOLN: frozenset({INVOICE, "busdox-docid-qns::x##y::2.1"})})
    yield simulator
    simulator.close()


@pytest.fixture
def directory(peppol):
    return PeppolDirectory(zone=ZONE, server=peppol.server, seconds=0.5)


def test_a_participant_is_found_with_the_documents_it_takes(directory):
    entry = directory.find(KOLN)
    assert entry.standing == "found"
    assert entry.documents == {INVOICE, "busdox-docid-qns::x##y::2.1"}


def test_who_has_no_name_there_or_no_publisher_any_more_is_absent(peppol, directory):
    assert directory.find("iso6523-actorid-upis::0088:4035811991014").standing == "absent"
    peppol.gone.add(KOLN)
    assert directory.find(KOLN).standing == "absent"
    peppol.fails = NXDOMAIN
    assert directory.find(KOLN).standing == "absent"


@pytest.mark.parametrize("trouble", ["servfail", "silent", "away", "down", "page"])
def test_whatever_breaks_off_is_unknown(peppol, directory, trouble):
    if trouble == "servfail":
        peppol.fails = SERVFAIL
    if trouble == "silent":
        peppol.silent = True
    if trouble in ("away", "down"):
        setattr(peppol.published.weather, trouble, 1)
    if trouble == "page":
        peppol._answer = None
        peppol.published.close()
        peppol.published = type(peppol.published)(lambda asked: Given(200, b"<html><body/></html>", "text/html"))
    entry = directory.find(KOLN)
    assert (entry.standing, bool(entry.reason)) == ("unknown", True)


def test_the_name_is_the_one_of_the_specifications_example_whatever_the_case():
    wanted = "Y7DZFXAF3D4CJZ4KCGRXTEC6TWVCGA4KY7ZWA5BOIF6MSWD4TDRQ.iso6523-actorid-upis.example.test"
    for written in ("0088:123abc", "0088:123ABC"):
        assert addressing.located_at(f"iso6523-actorid-upis::{written}", zone="example.test") == wanted


def test_an_address_is_a_participant_only_with_its_scheme():
    assert addressing.participant(Identifier("4035811991021", "0088")) == KOLN
    assert addressing.participant(Identifier("4035811991021", None)) == ""
    assert addressing.participant(None) == ""

"""What the bank answers: nothing guessed, nothing trusted, every reason in words."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kvit.core.errors import Refused
from kvit.core.formats.pain002 import STATES, Reason, outcomes, parse
from kvit.core.tests.payment_runs import ALFA, BETA, LUKASZ, a_run

V03, V10 = "pain.002.001.03", "pain.002.001.10"
RUN = a_run(LUKASZ, ALFA, BETA)


def why(code, text=""):
    told = f"<AddtlInf>{text}</AddtlInf>" if text else ""
    return f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn>{told}</StsRsnInf>"


def item(name, state="", reasons=""):
    named = f"<OrgnlEndToEndId>{name}</OrgnlEndToEndId>" if name else ""
    return f"<TxInfAndSts>{named}{f'<TxSts>{state}</TxSts>' if state else ''}{reasons}</TxInfAndSts>"


def instruction(name, state="", *items, reasons=""):
    told = f"<PmtInfSts>{state}</PmtInfSts>" if state else ""
    return (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{name}</OrgnlPmtInfId>{told}{reasons}{''.join(items)}</OrgnlPmtInfAndSts>"
    )


def report(*instructions, state="", reasons="", file="run01JD", version=V10):
    told = f"<GrpSts>{state}</GrpSts>" if state else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}">'
        "<CstmrPmtStsRpt><GrpHdr><MsgId>B-1</MsgId><CreDtTm>2026-11-27T10:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>"
        f"<OrgnlMsgId>{file}</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId>{told}{reasons}</OrgnlGrpInfAndSts>"
        f"{''.join(instructions)}</CstmrPmtStsRpt></Document>"
    ).encode()


def states(content):
    return {key: answer.state for key, answer in outcomes(parse(content), RUN).answers.items()}


def rules(content):
    return [(one.rule, one.place) for one in outcomes(parse(content), RUN).findings]


def refusal(content):
    with pytest.raises(Refused) as refused:
        outcomes(parse(content), RUN)
    return refused.value.code


@lru_cache
def schema(folder, version):
    return etree.XMLSchema(etree.parse(folder / "einvoice" / "xsd" / "iso20022" / f"{version}.xsd"))


def the_example(version):
    return report(
        instruction("run01JD-001", "ACSP"),
        instruction("run01JD-002", "PART", item("opn01", "RJCT", why("AC04", "Account closed"))),
        state="PART",
        version=version,
    )


@pytest.mark.parametrize("version", [V03, V10])
def test_the_worked_example_of_docs_rules_payment_status(shared, version):
    content = the_example(version)
    assert schema(shared, version).validate(etree.fromstring(content))
    found = outcomes(parse(content), RUN)
    assert {key: answer.state for key, answer in found.answers.items()} == {
        "opn_03": "accepted",
        "opn_01": "rejected",
        "opn_02": "unknown",
    }
    assert found.answers["opn_01"].reasons == (Reason("AC04", "Account closed"),)
    assert found.findings == ()


def test_a_file_rejected_as_a_whole_rejects_every_transfer_with_its_reason():
    found = outcomes(parse(report(state="RJCT", reasons=why("FF01"))), RUN)
    assert {answer.state for answer in found.answers.values()} == {"rejected"}
    assert {answer.reasons for answer in found.answers.values()} == {(Reason("FF01"),)}


def test_the_nearest_word_counts():
    content = report(
        instruction("run01JD-002", "ACSC", item("opn02", "PDNG")), instruction("run01JD-001"), state="ACCP"
    )
    assert states(content) == {"opn_01": "executed", "opn_02": "pending", "opn_03": "accepted"}


def test_a_transfer_with_two_states_is_unknown_and_told():
    twice = report(instruction("run01JD-002", "", item("opn01", "RJCT"), item("opn01", "ACSC")))
    assert states(twice)["opn_01"] == "unknown"
    assert rules(twice) == [("bank_answer.two_states", "opn_01")]
    accepted_in_rejected = report(instruction("run01JD-002", "RJCT", item("opn01", "ACSC")), state="PART")
    assert states(accepted_in_rejected) == {"opn_01": "unknown", "opn_02": "rejected", "opn_03": "unknown"}
    assert rules(accepted_in_rejected) == [("bank_answer.two_states", "opn_01")]
    in_another = report(instruction("elsewhere", "RJCT", item("opn01", "ACSC")))
    assert rules(in_another) == [("bank_answer.two_states", "opn_01")]


def test_an_instruction_with_two_states_says_nothing():
    content = report(instruction("run01JD-001", "ACSC"), instruction("run01JD-001", "RJCT"))
    assert states(content)["opn_03"] == "unknown"
    assert rules(content) == [("bank_answer.two_states", "opn_03")]


def test_a_stranger_in_the_report_changes_nothing():
    content = report(instruction("run01JD-002", "", item("opn99", "RJCT"), item("", "RJCT")), state="ACCP")
    assert set(states(content).values()) == {"accepted"}
    assert rules(content) == [("bank_answer.stranger", "opn99"), ("bank_answer.stranger", "")]


def test_a_word_that_nobody_knows_is_not_guessed():
    assert set(states(report(state="ZZZZ")).values()) == {"unknown"}


def test_a_banks_own_reason_is_kept_as_it_is():
    words = "<AddtlInf>Brak  srodkow</AddtlInf><AddtlInf>na rachunku</AddtlInf>"
    own = f"<StsRsnInf><Rsn><Prtry>X17</Prtry></Rsn>{words}</StsRsnInf>"
    found = outcomes(parse(report(state="RJCT", reasons=own)), RUN)
    assert found.answers["opn_01"].reasons == (Reason("X17", "Brak srodkow na rachunku"),)


def test_what_is_no_answer_to_this_run_is_refused():
    assert refusal(report(file="run02")) == "bank_answer.other_run"
    assert refusal(report(file=" ")) == "bank_answer.unreadable"
    assert refusal(b"<Document><CstmrCdtTrfInitn/></Document>") == "bank_answer.not_pain002"
    assert refusal(b"<Document/>") == "bank_answer.not_pain002"
    assert refusal(b"<Document><CstmrPmtStsRpt/></Document>") == "bank_answer.unreadable"


def test_the_door_for_xml_stands_before_it():
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaa">]>' + report(state="ACCP").split(b"?>")[1]
    assert refusal(bomb) == "xml.doctype"
    assert refusal(report()[:-5]) == "xml.malformed"
    assert refusal(b"\xff\xfe\x00") in {"xml.wrong_encoding", "xml.malformed", "xml.bad_character"}


@given(st.integers(0, 900), st.binary(max_size=6), st.integers(0, 40))
def test_a_damaged_report_is_refused_or_read_and_never_crashes(at, noise, gone):
    whole = the_example(V10)
    damaged = whole[: at % len(whole)] + noise + whole[at % len(whole) + gone :]
    try:
        found = outcomes(parse(damaged), RUN)
    except Refused as refused:
        assert refused.code.startswith(("xml.", "bank_answer."))
    else:
        assert set(found.answers) == {"opn_01", "opn_02", "opn_03"}


@given(st.lists(st.tuples(st.sampled_from(["opn01", "opn02", "opn03"]), st.sampled_from(sorted(STATES))), max_size=6))
def test_only_what_is_said_once_and_plainly_is_ever_executed_or_rejected(said):
    content = report(instruction("run01JD-002", "", *(item(name, state) for name, state in said)))
    for key, state in states(content).items():
        own = {STATES[word] for name, word in said if name == key.replace("_", "")}
        assert state == (own.pop() if len(own) == 1 and own != {"partly"} else "unknown")

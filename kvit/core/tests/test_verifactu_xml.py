"""VERI*FACTU's XML: every message passes the AEAT's schema, every answer is read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from kvit.core.einvoice.verifactu import answers, carried, check, events, from_invoice, write
from kvit.core.einvoice.verifactu.records import Cancellation, Document, Rectified, hash_of
from kvit.core.errors import Refused
from kvit.core.tests.spanish_invoices import spanish_documents
from kvit.core.tests.test_facturae import SELLER
from kvit.core.tests.test_verifactu import NOON, OURS, SYSTEM, D, a_chain, an_issue
from tests.habits import random_documents

KINDS = {"380": ["F1", "F2", "F3"], "389": ["F1"], "381": ["R1", "R4", "R5"], "384": ["R1", "R2", "R3", "R4"]}


class Beside(etree.Resolver):
    """Finds a schema that another names by its address in the folder, by its file's name."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def resolve(self, url, _, context):
        return self.resolve_filename(str(self.folder / url.rpartition("/")[2]), context)


def schema(shared, name):
    folder = shared / "einvoice/xsd/verifactu"
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside(folder))
    return etree.XMLSchema(etree.parse(str(folder / name), parser))


@pytest.fixture(scope="session")
def message_schema(shared):
    return schema(shared, "SuministroLR.xsd")


@st.composite
def records(draw):
    invoice, _ = draw(spanish_documents())
    invoice = replace(invoice, seller=SELLER)  # who chains records is Spanish
    kind = draw(st.sampled_from(KINDS[invoice.type_code]))
    method = "" if kind.startswith("F") else "I" if invoice.type_code == "381" else draw(st.sampled_from("SI"))
    record = from_invoice.issue(
        invoice,
        kind=kind,
        description=invoice.lines[0].item.name,
        at=NOON,
        method=method,
        rectified=Rectified(base=D("10.00"), tax=D("2.10"), surcharge=D("0.52")) if method == "S" else None,
        on_payment=draw(st.booleans()),
    )
    if kind == "F3":
        record = replace(record, replaces=(Document(nif="B23103039", number="S-1", issued_on=date(2026, 1, 1)),))
    if draw(st.booleans()):
        record = replace(record, amends=True, refused=draw(st.sampled_from(["", "S", "X"])))
    return record


ANY = {"deadline": None, "suppress_health_check": list(HealthCheck)}
DRAWN = (st.lists(records(), min_size=1, max_size=4), st.booleans())


@settings(max_examples=60, **ANY)
@given(*DRAWN)
def test_any_records_pass_the_schema_and_the_own_check_and_read_back_as_they_are_linked(
    message_schema, drawn, incident
):
    assert_right(message_schema, drawn, incident)


@pytest.mark.long
@settings(max_examples=random_documents(150), **ANY)
@given(*DRAWN)
def test_hundreds_more_records_are_right(message_schema, drawn, incident):
    assert_right(message_schema, drawn, incident)


def assert_right(message_schema, drawn, incident):
    cancelled = Cancellation(document=drawn[0].document, generated_at=NOON, unknown=incident, refused=not incident)
    held = a_chain(*drawn, cancelled)
    content = write.write(held, issuer=OURS, system=SYSTEM, incident=incident)
    assert message_schema.validate(etree.fromstring(content)), message_schema.error_log
    for record in drawn:
        found = {one.rule for one in check.check(record)}
        assert found <= {"KVIT-VF-DAY"}, found  # the days that are drawn reach further back
    for one in held:
        back = carried.read(carried.alone(one, system=SYSTEM))
        assert (back.hash, back.record.document, back.record.previous) == (
            one.hash,
            one.record.document,
            one.record.previous,
        )
        assert hash_of(back.record) == one.hash  # all that the hash rests on is read back


def test_the_chain_stands_in_the_message():
    held = a_chain(an_issue("F-1"), an_issue("F-2"))
    root = etree.fromstring(write.write(held, issuer=OURS, system=SYSTEM))
    hashes = root.findall(f".//{{{write.SF}}}Huella")
    assert [one.text for one in hashes] == [held[0].hash, held[0].hash, held[1].hash]
    assert root.find(f".//{{{write.SF}}}PrimerRegistro").text == "S"


def test_an_event_lacks_nothing_but_its_signature(shared):
    official = schema(shared, "EventosSIF.xsd")
    event = events.Event(kind="backup_restored", at=NOON, text="copia de ayer")
    first, first_hash = events.sealed(event, after=None, system=SYSTEM, issuer=OURS)
    later = events.Event(kind="summary", at=NOON + timedelta(hours=6))
    second, second_hash = events.sealed(later, after=(first, first_hash), system=SYSTEM, issuer=OURS)
    for one, its_hash in ((first, first_hash), (second, second_hash)):
        content = events.write(one, hash_of_event=its_hash, system=SYSTEM, issuer=OURS)
        official.validate(etree.fromstring(content))
        messages = [entry.message for entry in official.error_log]
        assert len(messages) == 1 and "Missing child element" in messages[0] and "Signature" in messages[0]


R = f"{write.BASE}RespuestaSuministro.xsd"


def an_answer(state, *lines, wait="60"):
    """What the AEAT answers, in its own shape."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>
<r:RespuestaRegFactuSistemaFacturacion xmlns:r="{R}" xmlns:sf="{write.SF}">
<r:CSV>A-7PQ4BVQ3M2XRKL</r:CSV>
<r:DatosPresentacion><sf:NIFPresentador>B23103039</sf:NIFPresentador>
<sf:TimestampPresentacion>2027-01-04T12:00:05+01:00</sf:TimestampPresentacion></r:DatosPresentacion>
<r:Cabecera><sf:ObligadoEmision><sf:NombreRazon>Alfa SL</sf:NombreRazon><sf:NIF>B23103039</sf:NIF></sf:ObligadoEmision>
</r:Cabecera><r:TiempoEsperaEnvio>{wait}</r:TiempoEsperaEnvio><r:EstadoEnvio>{state}</r:EstadoEnvio>
{"".join(lines)}</r:RespuestaRegFactuSistemaFacturacion></env:Body></env:Envelope>""".encode()


def an_answered_line(number, state, more=""):
    return f"""<r:RespuestaLinea><r:IDFactura><sf:IDEmisorFactura>B23103039</sf:IDEmisorFactura>
<sf:NumSerieFactura>{number}</sf:NumSerieFactura><sf:FechaExpedicionFactura>04-01-2027</sf:FechaExpedicionFactura>
</r:IDFactura><r:Operacion><sf:TipoOperacion>Alta</sf:TipoOperacion></r:Operacion>
<r:EstadoRegistro>{state}</r:EstadoRegistro>{more}</r:RespuestaLinea>"""


ERROR = (
    "<r:CodigoErrorRegistro>1104</r:CodigoErrorRegistro>"
    "<r:DescripcionErrorRegistro>NIF no identificado</r:DescripcionErrorRegistro>"
)
DUPLICATE = """<r:RegistroDuplicado><sf:IdPeticionRegistroDuplicado>20270104120000</sf:IdPeticionRegistroDuplicado>
<sf:EstadoRegistroDuplicado>Correcta</sf:EstadoRegistroDuplicado></r:RegistroDuplicado>"""


def test_an_answer_tells_of_each_record(shared):
    content = an_answer(
        "ParcialmenteCorrecto",
        an_answered_line("F-1", "Correcto"),
        an_answered_line("F-2", "AceptadoConErrores", ERROR),
        an_answered_line("F-3", "Incorrecto", ERROR + DUPLICATE),
        wait="120",
    )
    bare = etree.fromstring(content).find(f".//{{{R}}}RespuestaRegFactuSistemaFacturacion")
    official = schema(shared, "RespuestaSuministro.xsd")
    assert official.validate(bare), official.error_log
    told = answers.read(content)
    assert (told.state, told.wait_seconds, told.csv) == ("ParcialmenteCorrecto", 120, "A-7PQ4BVQ3M2XRKL")
    assert [(one.document.number, one.state, one.error_code) for one in told.lines] == [
        ("F-1", "Correcto", ""),
        ("F-2", "AceptadoConErrores", "1104"),
        ("F-3", "Incorrecto", "1104"),
    ]
    assert told.lines[2].duplicate.state == "Correcta"
    assert told.lines[0].document == an_issue("F-1").document
    assert answers.read(etree.tostring(bare)) == told


FAULT = b"""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Client</faultcode>
<faultstring>Codigo[102].El NIF no es correcto</faultstring></e:Fault></e:Body></e:Envelope>"""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (FAULT, "verifactu.fault"),
        (b"<html><body>Mantenimiento</body></html>", "verifactu.no_answer"),
        (b"<!DOCTYPE html><html></html>", "xml.doctype"),
        (b"", "xml.malformed"),
        (an_answer("Correcto", an_answered_line("F-1", "Correcto").replace("04-01-2027", "ayer")), "xml.unreadable"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(content, code):
    with pytest.raises(Refused) as refused:
        answers.read(content)
    assert refused.value.code == code

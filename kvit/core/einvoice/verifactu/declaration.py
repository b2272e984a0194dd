"""The producer's responsible declaration (RD 1007/2023 art. 13; Orden HAC/1177/2024 art. 15), in its legal language.

It is signed for a version of the program by who produces it; Kvit prints it, it does not make it for anybody.
"""

from dataclasses import dataclass
from datetime import date

from kvit.core.einvoice.verifactu.write import System

TITLE = "DECLARACIÓN RESPONSABLE DEL SISTEMA INFORMÁTICO DE FACTURACIÓN"
STATEMENT = (
    "La persona o entidad productora del sistema informático a que se refiere esta declaración responsable hace "
    "constar que dicho sistema informático, en la versión indicada en ella, cumple con lo dispuesto en el artículo "
    "29.2.j) de la Ley 58/2003, de 17 de diciembre, General Tributaria, en el Reglamento que establece los requisitos "
    "que deben adoptar los sistemas y programas informáticos o electrónicos que soporten los procesos de facturación "
    "de empresarios y profesionales, y la estandarización de formatos de los registros de facturación, aprobado por "
    "el Real Decreto 1007/2023, de 5 de diciembre, en la Orden HAC/1177/2024, de 17 de octubre, y en la sede "
    "electrónica de la Agencia Estatal de Administración Tributaria para todo aquello que complete las "
    "especificaciones de dicha orden."
)
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What art. 15.1 asks for beside what the records say of the system themselves."""

    system: System
    components: str  # d) hardware and software, what it does
    signatures: str  # g) how records are signed where they are not sent
    address: str  # j)
    place: str  # l) town and country
    declared_on: date  # l)


def points(declaration: Declaration) -> tuple[tuple[str, str], ...]:
    """The twelve points a) to l) of art. 15.1, each with its answer."""
    system, on = declaration.system, declaration.declared_on
    many = "Sí" if system.may_serve_many else "No"
    return (
        ("a) Nombre del sistema informático", system.name),
        ("b) Código identificador del sistema informático", system.id),
        ("c) Identificador completo de la versión", system.version),
        ("d) Componentes, hardware y software, descripción y principales funcionalidades", declaration.components),
        ("e) Funciona exclusivamente como «VERI*FACTU»", "Sí" if system.only_verifactu else "No"),
        ("f) Permite ser usado por varios obligados tributarios", many),
        ("g) Tipos de firma de los registros de facturación y de evento", declaration.signatures),
        ("h) Razón social de la entidad productora", system.producer),
        ("i) Número de identificación fiscal de la entidad productora", system.producer_nif),
        ("j) Dirección postal completa de contacto", declaration.address),
        ("k) Manifestación de cumplimiento", STATEMENT),
        ("l) Fecha y lugar", f"{on.day} de {MONTHS[on.month - 1]} de {on.year}, {declaration.place}"),
    )

"""The responsible declaration of this program in Spain (RD 1007/2023 art. 13, Orden HAC/1177/2024 art. 15)."""

from datetime import date

from django.conf import settings

from kvit.core.einvoice.verifactu import declaration
from kvit.core.einvoice.verifactu.declaration import Declaration
from kvit.core.einvoice.verifactu.write import System
from kvit.core.errors import Refused
from kvit.networks import chain

COMPONENTS = (
    "Programa de servidor Kvit, con base de datos SQLite o PostgreSQL, en el equipo de quien lo usa. Expide facturas y "
    "facturas rectificativas, genera y encadena un registro de facturación por cada una en el momento de su "
    "expedición y un registro de anulación por cada factura que se anula, los remite a la AEAT en su orden, imprime el "
    "código QR y conserva registros y respuestas sin posibilidad de alterarlos."
)
SIGNATURES = (
    "No se firman los registros, por funcionar como «VERI*FACTU» (Real Decreto 1007/2023, artículo 16); cada uno lleva "
    "su huella SHA-256."
)
NEEDED = ("name", "nif", "address", "place", "declared_on")


def points() -> tuple[tuple[str, str], ...]:
    """The twelve points of the declaration. Refuses `verifactu.no_producer` where nobody is named who makes it."""
    told = settings.KVIT_PRODUCER
    missing = [name for name in NEEDED if not told.get(name)]
    if missing:
        raise Refused("verifactu.no_producer", missing=missing)
    return declaration.points(
        Declaration(
            system=System(
                producer=told["name"],
                producer_nif=told["nif"],
                name=chain.PROGRAM,
                id=chain.PROGRAM_CODE,
                version=chain.program_version(),
                installation="",
            ),
            components=COMPONENTS,
            signatures=SIGNATURES,
            address=told["address"],
            place=told["place"],
            declared_on=date.fromisoformat(told["declared_on"]),
        )
    )

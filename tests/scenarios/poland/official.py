"""The ministry's examples of FA(3) beside what Kvit sends: every text at its place, without what differs by nature."""

from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

D = Decimal
FOLDER = "einvoice/examples/fa3-official"
BY_NATURE = {
    "Naglowek": "the moment and the program that made it",
    "Podmiot1": "our NIP passes its check digit; address and contact are those of the company",
    "Podmiot2/DaneIdentyfikacyjne/NIP": "the invented NIP fails its check digit",
    "Stopka": "the share capital and registers of the example's seller are printed from the company's own",
    "Podmiot3/DaneIdentyfikacyjne/NIP": "the invented NIP fails its check digit",
    "Fa/P_2": "our own series",
    "Fa/DodatkowyOpis": "not entered: a note of the ministry's seller, the same as P_15",
    "Fa/Zamowienie/ZamowienieWiersz/UU_IDZ": "not entered: an id of the ministry's program",
}
"""Where the two differ by nature."""
"""Where the two differ by nature, whatever the document."""
OF_CORRECTIONS = {
    "Fa/DaneFaKorygowanej/NrFaKorygowanej": "our own series",
    "Fa/DaneFaKorygowanej/NrKSeFFaKorygowanej": "the number that KSeF gave",
}
"""And in a correction."""


def the_example(shared, number):
    """The ministry's file."""
    return (shared / f"{FOLDER}/FA_3_Przyklad_{number}.xml").read_bytes()


def told(content, *, without: Mapping[str, str] = BY_NATURE):
    """Every text of the document at its place, in order, without what differs by nature."""
    found = []

    def walk(node, place):
        here = f"{place}/{etree.QName(node).localname}".removeprefix("/Faktura").lstrip("/")
        if here in without:
            return
        children = [child for child in node if isinstance(child.tag, str)]
        if not children:
            text = " ".join((node.text or "").split())  # texts of the schema are tokens
            found.append(
                (here, D(text).normalize() if text.removeprefix("-").replace(".", "", 1).isdecimal() else text)
            )
        for child in children:
            walk(child, here)

    for child in etree.fromstring(content):
        walk(child, "")
    return found

"""Who and what the demo is about: four companies of one owner, their people, customers and products. All made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seller:
    """One company of the demo."""

    country: str
    name: str
    town: str
    street: str
    post_code: str
    region: str
    invoices: int
    """How many it issues in the year."""


@dataclass(frozen=True)
class Buyer:
    """One customer: where it sits, and by how many days it pays after the due day."""

    name: str
    country: str
    late_by: int


SELLERS = (
    Seller("RO", "Atelier Nord SRL", "Cluj-Napoca", "Strada Memorandumului 28", "400114", "RO-CJ", 420),
    Seller("BG", "Нордика ООД", "София", "бул. Витоша 89", "1463", "", 60),
    Seller("PL", "Nordika sp. z o.o.", "Warszawa", "ul. Złota 44", "00-120", "", 60),
    Seller("ES", "Nórdica SL", "Valencia", "Calle de Colón 60", "46004", "", 60),
)

PEOPLE = (
    ("mihai@atelier-nord.example", "Mihai Ionescu", "accountant"),
    ("ioana@atelier-nord.example", "Ioana Marin", "clerk"),
    ("radu@atelier-nord.example", "Radu Dumitrescu", "approver"),
    ("elena@atelier-nord.example", "Elena Stan", "viewer"),
)
OWNER = ("ana@atelier-nord.example", "Ana Popescu")

TOWNS = {
    "RO": (
        ("Cluj-Napoca", "RO-CJ"), ("Iași", "RO-IS"), ("Timișoara", "RO-TM"), ("Brașov", "RO-BV"),
        ("Constanța", "RO-CT"), ("Oradea", "RO-BH"), ("Sibiu", "RO-SB"), ("Târgu Mureș", "RO-MS"),
    ),
    "BG": (("Пловдив", ""), ("Варна", ""), ("София", "")),
    "ES": (("Valencia", ""), ("Bilbao", ""), ("Madrid", "")),
    "PL": (("Łódź", ""), ("Kraków", ""), ("Wrocław", "")),
    "DE": (("Köln", ""), ("Leipzig", "")),
}  # fmt: skip
POST_CODES = {"RO": "0100", "BG": "00", "ES": "001", "PL": "-100", "DE": "113"}
"""What stands behind the first two figures of a post code there."""
STREETS = {
    "RO": ("Strada Horea 12", "Bulevardul Eroilor 7", "Calea Turzii 101", "Strada Ștefan cel Mare 3"),
    "BG": ("ул. Шипка 14", "бул. Цар Борис III 20", "ул. Раковски 5"),
    "ES": ("Calle Mayor 8", "Avenida del Puerto 33", "Calle del Ángel 2"),
    "PL": ("ul. Długa 17", "ul. Świętojańska 4", "al. Jerozolimskie 90"),
    "DE": ("Gartenstraße 9", "Am Markt 1"),
}

PROMPT, USUAL, SLOW, VERY_SLOW = -2, 3, 16, 38
"""Days after the due day on which they usually pay."""

BUYERS: dict[str, tuple[Buyer, ...]] = {
    "RO": tuple(
        Buyer(name, "RO", late_by)
        for late_by, names in (
            (PROMPT, "Făgăraș Pan SRL;Doina Textil SA;Stejarul Verde SRL;Apa Rece SRL;Librăria Luceafărul SRL;"
                     "Optica Țara SRL;Clinica Sănătatea SRL;Casa Olarului SRL;Lemn și Formă SRL;Studio Perla SRL"),
            (USUAL, "Moara din Deal SRL;Transilvania Print SRL;Hotel Carpați SA;Vinăria Crișana SRL;Alba Logistic SRL;"
                    "Fabrica de Idei SRL;Dacia Mobilă SRL;Roata Norocului SRL;Brutăria Bunica SRL;Pensiunea Zori SRL;"
                    "Grădina Urbană SRL;Teatrul de Vară SRL;Metalurg Vest SA;Șantierul Nou SRL"),
            (SLOW, "Construct Mureș SRL;Autoservice Nord SRL;Ferma Soarelui SRL;Tipografia Veche SRL;Rulmentul SA;"
                   "Confecții Someș SRL;Agrotehnica Bihor SRL"),
            (VERY_SLOW, "Piața Mare SRL;Imobiliare Feleac SRL;Drumuri și Poduri SA"),
        )
        for name in names.split(";")
    )
    + (
        Buyer("Rheintal Möbel GmbH", "DE", USUAL), Buyer("Leipziger Lichtwerk GmbH", "DE", PROMPT),
        Buyer("Родопи Дизайн ООД", "BG", USUAL), Buyer("Щъркел и Йовчев ООД", "BG", SLOW),
        Buyer("Łódzka Pracownia sp. z o.o.", "PL", PROMPT), Buyer("Gęsia Szyja sp. z o.o.", "PL", USUAL),
        Buyer("Muñoz e Hijos SL", "ES", USUAL), Buyer("Taller Ibáñez SL", "ES", SLOW),
    ),
    "BG": tuple(
        Buyer(name, "BG", late_by)
        for name, late_by in (
            ("Черно море АД", USUAL), ("Тракия Дом ООД", PROMPT), ("Хотел Рила АД", SLOW), ("Пекарна Жито ООД", USUAL),
            ("Дунав Транс ООД", SLOW), ("Книжарница Изток ЕООД", PROMPT),
        )
    ),
    "PL": tuple(
        Buyer(name, "PL", late_by)
        for name, late_by in (
            ("Żabka Rzeczna sp. z o.o.", USUAL), ("Dąb i Syn sp. z o.o.", PROMPT), ("Hotel Wisła SA", SLOW),
            ("Piekarnia Złoty Kłos sp. z o.o.", USUAL), ("Huta Północ SA", SLOW),
            ("Księgarnia Świt sp. z o.o.", PROMPT),
        )
    ),
    "ES": tuple(
        Buyer(name, "ES", late_by)
        for name, late_by in (
            ("Panadería La Espiga SL", USUAL), ("Hotel Peñíscola SA", SLOW), ("Librería Cervantes SL", PROMPT),
            ("Bodegas Núñez SL", USUAL), ("Imprenta Levante SL", SLOW), ("Óptica Aragón SL", PROMPT),
        )
    ),
}  # fmt: skip

PRODUCTS: dict[str, tuple[tuple[str, str, str, str, bool], ...]] = {
    "RO": (
        ("DES", "Proiectare de interior", "HUR", "220.00", True),
        ("VIZ", "Vizualizare 3D", "H87", "950.00", True),
        ("SUP", "Supraveghere de șantier", "DAY", "1400.00", True),
        ("BIR", "Birou din stejar", "H87", "2890.00", False),
        ("RAF", "Raft modular", "H87", "640.00", False),
        ("LAM", "Lampă de perete", "H87", "189.90", False),
    ),
    "BG": (
        ("DES", "Интериорен проект", "HUR", "45.00", True),
        ("MAS", "Маса от дъб", "H87", "540.00", False),
        ("LAM", "Стенна лампа", "H87", "39.90", False),
    ),
    "PL": (
        ("DES", "Projekt wnętrza", "HUR", "210.00", True),
        ("BIU", "Biurko dębowe", "H87", "2650.00", False),
        ("LAM", "Kinkiet", "H87", "179.90", False),
    ),
    "ES": (
        ("DES", "Proyecto de interiorismo", "HUR", "48.00", True),
        ("MES", "Mesa de roble", "H87", "590.00", False),
        ("LAM", "Lámpara de pared", "H87", "42.50", False),
    ),
}
"""Code, name, unit, price in the company's currency, and whether it is a service."""


def post_code(country: str, first: int) -> str:
    """A post code as that country writes them, from its first two figures."""
    return f"{first}{POST_CODES[country]}"

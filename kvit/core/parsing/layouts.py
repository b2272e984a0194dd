"""The columns of each import and every heading a person would write over them, in the five languages.

Within a field the sure words come before those that can mean something else as well.
"""

from kvit.core.parsing.fields import Layout, field

_CUSTOMER_ID = """
    customer number, customer no, customer code, client id, client code, client number, account code, debtor
    number, cod client, id client, nr client, код на клиент, клиент номер, номер на клиент, клиентски номер, ид
    клиент, id cliente, codigo cliente, codigo de cliente, codigo del cliente, no cliente, numero de cliente, id
    klienta, nr klienta, numer klienta, kod klienta, id kontrahenta, kod kontrahenta, nr kontrahenta
"""

_CUSTOMER = """
    customer, client, buyer, debtor, bill to, client name, company, nume client, client denumire, cumparator,
    beneficiar, denumire, клиент, име на клиент, наименование на клиент, купувач, получател, контрагент,
    cliente, nombre cliente, nombre del cliente, comprador, razon social, klient, nabywca, nazwa klienta, nazwa
    nabywcy, kontrahent, odbiorca, nazwa kontrahenta
"""

_CURRENCY = """
    ccy, cur, currency code, moneda, valuta, cod valuta, валута, код на валута, divisa, codigo moneda, waluta,
    kod waluty
"""

INVOICES = Layout(
    fields=(
        field(
            "invoice_id",
            "text",
            """
                document id, external id, id factura, идентификатор, id de factura, id faktury, id, ид
            """,
        ),
        field(
            "number",
            "text",
            """
                invoice number, invoice no, invoice nr, invoice #, invoice num, document number, document no,
                doc no, numar factura, nr factura, numarul facturii, numar document, nr document, serie si
                numar, numar, номер на фактура, номер на фактурата, фактура номер, фактура no, номер
                на документ, документ номер, номер, numero de factura, numero factura, no factura, n factura,
                num factura, no de factura, numero, numer faktury, nr faktury, numer dokumentu, nr dokumentu,
                numer, no, nr, invoice, factura, фактура, faktura
            """,
        ),
        field(
            "type",
            "text",
            """
                invoice type, document type, doc type, kind, tip document, tip factura, tip, вид документ, вид,
                тип документ, тип, tipo de documento, tipo documento, tipo de factura, tipo, typ dokumentu,
                rodzaj dokumentu, rodzaj, typ
            """,
        ),
        field("customer_id", "text", _CUSTOMER_ID),
        field("customer_name", "text", _CUSTOMER),
        field(
            "issue_date",
            "day",
            """
                invoice date, date of issue, issued on, issued, date issued, document date, data facturii, data
                factura, data emiterii, data emitere, data document, дата на издаване, дата на фактура, дата на
                фактурата, дата на документ, издадена на, fecha de factura, fecha factura, fecha de emision,
                fecha emision, fecha de expedicion, fecha expedicion, data wystawienia, data faktury, data
                dokumentu, wystawiono, date, data, дата, fecha
            """,
        ),
        field(
            "due_date",
            "day",
            """
                due, due on, payment due, payment due date, pay by, maturity, maturity date, data scadentei,
                data scadenta, scadenta, scadent la, termen de plata, termen plata, падеж, дата на падеж, дата
                на плащане до, срок за плащане, срок, платима до, fecha de vencimiento, fecha vencimiento,
                vencimiento, vence, termin platnosci, termin zaplaty, platne do, termin
            """,
        ),
        field("currency", "text", _CURRENCY),
        field(
            "total",
            "amount",
            """
                invoice amount, total amount, gross amount, amount, gross, grand total, amount due, invoice
                total, total factura, valoare totala, total cu tva, total de plata, valoare factura, valoare,
                suma, сума с ддс, обща сума, обща стойност, сума за плащане, сума, стойност, общо, всичко,
                importe total, total con iva, importe, importe factura, monto, kwota brutto, wartosc brutto,
                brutto, do zaplaty, kwota razem, razem, kwota, wartosc
            """,
        ),
        field(
            "rf_reference",
            "text",
            """
                rf, creditor reference, payment reference, reference, structured reference, referinta de plata,
                referinta plata, referinta, платежна референция, референция, основание за плащане, referencia de
                pago, referencia, numer referencyjny, tytul platnosci, referencja
            """,
        ),
        field(
            "discount_pct",
            "number",
            """
                discount percent, discount %, cash discount, early payment discount, discount rate, discount,
                procent scont, scont %, scont, reducere %, процент отстъпка, отстъпка %, отстъпка, сконто,
                descuento %, descuento pronto pago, porcentaje descuento, descuento, skonto %, procent skonta,
                skonto, rabat %
            """,
        ),
        field(
            "discount_until",
            "day",
            """
                discount date, discount by, discount due date, scont pana la, data scont, termen scont, отстъпка
                до, срок за отстъпка, descuento hasta, fecha descuento, fecha de descuento, skonto do, termin
                skonta, rabat do
            """,
        ),
        field(
            "settled_date",
            "day",
            """
                settled on, settled, paid date, date paid, paid on, payment date, closed on, settlement date,
                data platii, data plata, data incasarii, data incasare, platit la, incasat la, дата на плащане,
                платена на, платено на, дата на погасяване, fecha de pago, fecha pago, pagado el, fecha de
                cobro, fecha cobro, cobrado el, data zaplaty, zaplacono, zaplacono dnia, data wplaty, data
                rozliczenia, rozliczono
            """,
        ),
    ),
    needed=(("number", "invoice_id"), ("customer_id", "customer_name"), ("issue_date",), ("total",)),
)


_PARTY = (
    field(
        "country",
        "text",
        """
            country code, tara, cod tara, държава, код на държава, страна, pais, codigo pais, kraj, kod
            kraju, panstwo
        """,
    ),
    field("currency", "text", _CURRENCY),
    field(
        "iban",
        "text",
        """
            bank account, account number, iban account, cont iban, cont bancar, cont, банкова сметка,
            сметка, айбан, cuenta bancaria, cuenta, konto bankowe, numer konta, nr konta, rachunek
            bankowy, rachunek
        """,
    ),
    field(
        "vat_id",
        "text",
        """
            vat number, vat no, vat, vat reg no, vat registration number, tax id, cod tva, cif, cui, cod
            fiscal, cod de inregistrare in scopuri de tva, ддс номер, ддс no, инддс, ин по ддс, ин по
            зддс, nif, nif iva, nif cif, cif nif, numero de iva, nip, nip ue, nr vat, numer vat, vat ue
        """,
    ),
    field("office_accounting", "text", "oficina contable, codigo oficina contable"),
    field("office_managing", "text", "organo gestor, codigo organo gestor"),
    field("office_processing", "text", "unidad tramitadora, codigo unidad tramitadora"),
    field(
        "registration_number",
        "text",
        """
            registration no, company number, reg no, registry number, nr reg com, nr registrul
            comertului, numar de ordine in registrul comertului, еик, булстат, еик булстат, numero de
            registro, registro mercantil, regon, krs
        """,
    ),
    field(
        "email",
        "text",
        """
            e mail, mail, email address, adresa email, имейл, ел поща, електронна поща, correo, correo
            electronico, adres email
        """,
    ),
    field(
        "phone",
        "text",
        """
            telephone, phone number, tel, mobile, telefon, telefon mobil, телефон, тел, мобилен,
            telefono, movil, numer telefonu, komorka
        """,
    ),
    field(
        "street",
        "text",
        """
            address, address line 1, street address, strada, adresa, улица, адрес, calle, direccion,
            domicilio, ulica, adres
        """,
    ),
    field(
        "building",
        "text",
        """
            building number, house number, number of house, numar strada, номер на сграда, numero de
            calle, nr domu, numer domu
        """,
    ),
    field(
        "post_code",
        "text",
        """
            postcode, postal code, zip, zip code, cod postal, пощенски код, пк, codigo postal, cp, kod
            pocztowy
        """,
    ),
    field(
        "town",
        "text",
        """
            city, locality, oras, localitate, град, населено място, ciudad, poblacion, localidad,
            municipio, miasto, miejscowosc
        """,
    ),
    field(
        "region",
        "text",
        """
            county, state, province, judet, област, provincia, wojewodztwo
        """,
    ),
    field(
        "language",
        "text",
        """
            lang, limba, език, idioma, jezyk
        """,
    ),
    field(
        "terms_days",
        "number",
        """
            terms, payment terms, payment days, days, net days, termen de plata, zile termen, termen
            zile, срок за плащане, дни за плащане, plazo, plazo de pago, dias de pago, termin platnosci,
            dni platnosci
        """,
    ),
    field(
        "credit_limit",
        "amount",
        """
            limit, limita credit, limita de credit, кредитен лимит, limite de credito, limite credito,
            limit kredytowy
        """,
    ),
    field(
        "contact_name",
        "text",
        """
            contact, contact person, persoana de contact, лице за контакт, контакт, persona de contacto,
            contacto, osoba kontaktowa
        """,
    ),
)


def _party(name: str, numbers: str, names: str) -> Layout:
    words = f"{numbers}, external id, code, cod, код, codigo, kod, id, ид, number, номер, numer, nr"
    called = f"company name, legal name, {names}, full name, nume, наименование, име, фирма, nombre, nazwa, firma"
    own = (field(f"{name}_id", "text", words), field("name", "text", called))
    return Layout(fields=own + _PARTY, needed=(("name", f"{name}_id"),))


CUSTOMERS = _party("customer", _CUSTOMER_ID, _CUSTOMER)
SUPPLIERS = _party(
    "supplier",
    """
        supplier number, supplier no, supplier code, vendor id, vendor code, vendor number, cod furnizor, id
        furnizor, nr furnizor, код на доставчик, номер на доставчик, id proveedor, codigo proveedor, codigo de
        proveedor, numero de proveedor, id dostawcy, nr dostawcy, kod dostawcy
    """,
    """
        supplier, supplier name, vendor, vendor name, furnizor, nume furnizor, denumire, доставчик, име на
        доставчик, наименование на доставчик, proveedor, nombre proveedor, nombre del proveedor, razon social,
        dostawca, nazwa dostawcy
    """,
)

ITEMS = Layout(
    fields=(
        field(
            "item_id",
            "text",
            """
                sku, item number, item no, item code, product id, product code, article number, article code,
                external id, cod produs, cod articol, id produs, код на продукт, код на артикул, артикулен
                номер, codigo producto, codigo articulo, codigo de articulo, referencia, indeks, kod produktu,
                kod towaru, symbol, code, cod, код, codigo, kod, id, ид
            """,
        ),
        field(
            "name",
            "text",
            """
                item name, product name, item, product, article, title, denumire, nume produs, denumire produs,
                produs, articol, наименование, име, продукт, артикул, стока, услуга, nombre, producto, articulo,
                concepto, nazwa, towar, produkt, usluga, nazwa towaru
            """,
        ),
        field(
            "description",
            "text",
            """
                details, long description, descriere, описание, descripcion, opis
            """,
        ),
        field(
            "unit",
            "text",
            """
                unit of measure, uom, unit code, um, u m, unitate, unitate de masura, мярка, мерна единица, ед
                мярка, unidad, unidad de medida, ud, jednostka, jm, j m, jednostka miary
            """,
        ),
        field(
            "price",
            "number",
            """
                unit price, net price, sales price, price net, pret, pret unitar, pret fara tva, цена, ед цена,
                единична цена, цена без ддс, precio, precio unitario, precio neto, precio sin iva, cena, cena
                netto, cena jednostkowa
            """,
        ),
        field("currency", "text", _CURRENCY),
        field(
            "vat_rate",
            "number",
            """
                vat, vat %, vat percent, tax rate, tax, cota tva, tva, tva %, ддс, ддс %, ставка ддс, iva, iva
                %, tipo iva, tipo de iva, stawka vat, vat stawka
            """,
        ),
        field(
            "vat_category",
            "text",
            """
                vat code, tax category, categorie tva, cod tva, категория ддс, код ддс, categoria iva, codigo
                iva, kategoria vat, kod vat
            """,
        ),
    ),
    needed=(("name",), ("price",)),
)

RATES = Layout(
    fields=(
        field(
            "date",
            "day",
            """
                day, rate date, valid from, data, data cursului, дата, дата на курса, от дата, fecha, fecha de
                cambio, data kursu, kurs z dnia
            """,
        ),
        field("currency", "text", _CURRENCY),
        field(
            "rate",
            "number",
            """
                exchange rate, fx rate, value, curs, curs valutar, curs de schimb, курс, обменен курс, валутен
                курс, cambio, tipo de cambio, tipo, kurs, kurs waluty, kurs sredni
            """,
        ),
        field(
            "source",
            "text",
            """
                bank, provider, sursa, източник, fuente, origen, zrodlo
            """,
        ),
    ),
    needed=(("date",), ("currency",), ("rate",)),
)

LAYOUTS = {"invoices": INVOICES, "customers": CUSTOMERS, "suppliers": SUPPLIERS, "items": ITEMS, "rates": RATES}

"""The columns of bank exports and the headings banks write over them: our five languages and their neighbours."""

from kvit.core.parsing.fields import Layout, field

_IN = """
    c cr crdt credit + in h haben bij кт кредит кр haber abono ingreso ma uznanie wplyw wplata creditare incasare
"""
_OUT = """
    d dr dt dbit debit - out s soll af дт дебит дб debe cargo adeudo gasto wn obciazenie wydatek wyplata debitare
    plata db
"""
DIRECTIONS = dict.fromkeys(_IN.split(), 1) | dict.fromkeys(_OUT.split(), -1)
"""What banks write for money in and money out. Anything else is asked about and never guessed."""

STATEMENT = Layout(
    fields=(
        field(
            "booked_on",
            "day",
            """
            booking date, posting date, posted date, transaction date, booked, date posted, operation date, started
            date, completed date, date, created, data tranzactiei, data tranzactie, data inregistrarii, data
            procesarii, data operatiunii, data contabila, data, дата на осчетоводяване, счетоводна дата, дата на
            операция, дата на транзакция, дата на движение, дата, fecha operacion, fecha de operacion, fecha
            contable, fecha movimiento, fecha, data ksiegowania, data operacji, data transakcji, data zaksiegowania,
            buchungstag, buchungsdatum, datum, date operation, date de comptabilisation, datum zauctovani,
            boekdatum, boekingsdatum
            """,
        ),
        field(
            "value_on",
            "day",
            """
            value date, valuta date, data valutei, data valuta, data de valuta, вальор, дата на вальор, fecha valor,
            fecha de valor, f valor, data waluty, valutadatum, wertstellung, wertstellungstag, date de valeur, date
            valeur, rentedatum, datum provedeni, execution date
            """,
        ),
        field(
            "amount",
            "amount",
            """
            transaction amount, booking amount, amount in account currency, suma tranzactiei, suma, valoare, сума на
            операцията, сума, importe, importe operacion, kwota operacji, kwota transakcji, kwota, betrag,
            buchungsbetrag, umsatz, montant, bedrag, zauctovana castka, castka
            """,
        ),
        field(
            "debit",
            "amount",
            """
            debit amount, withdrawals, withdrawal, paid out, money out, outflow, payments out, debit lei, suma
            debit, rulaj debitor, дебит, дт, плащане, сума дебит, cargo, cargos, adeudo, debe, gastos, obciazenia,
            obciazenie, wyplaty, wydatki, kwota obciazenia, debet, soll, lastschrift, sortie, depenses
            """,
        ),
        field(
            "credit",
            "amount",
            """
            credit amount, deposits, deposit, paid in, money in, inflow, payments in, suma credit, rulaj creditor,
            кредит, кт, постъпление, сума кредит, abono, abonos, haber, ingresos, uznania, uznanie, wplaty, wplywy,
            kwota uznania, haben, gutschrift, entree, recettes
            """,
        ),
        field(
            "direction",
            "text",
            """
            debit credit, debit credit indicator, credit debit, dc, d c, c d, cd, dr cr, cr dr, cdtdbtind, sign, in
            out, sens, semn, tip operatiune, посока, дт кт, дебит кредит, signo, cargo abono, debe haber, strona, wn
            ma, soll haben, af bij
            """,
        ),
        field(
            "currency",
            "text",
            """
            ccy, cur, currency code, account currency, moneda, valuta, valuta cont, валута, divisa, waluta, waluta
            operacji, wahrung, waehrung, buchungswahrung, devise, munt, mena uctu, mena
            """,
        ),
        field(
            "counterparty_name",
            "text",
            """
            counterparty, counteraccount name, name, payee, payer, beneficiary, payer payee, merchant, remitter,
            ordering party, nume partener, partener, beneficiar, platitor, ordonator, nume beneficiar ordonator,
            beneficiar ordonator, nume contrapartida, контрагент, наредител, получател, наредител получател, име на
            контрагента, ordenante, beneficiario, ordenante beneficiario, contrapartida, nombre, kontrahent, nazwa
            kontrahenta, nadawca, odbiorca, nadawca odbiorca, dane kontrahenta, empfanger, beguenstigter
            zahlungspflichtiger, begunstigter zahlungspflichtiger, auftraggeber empfanger, name zahlungsbeteiligter,
            tiers, naam tegenpartij, naam, nazev protiuctu
            """,
        ),
        field(
            "counterparty_iban",
            "text",
            """
            counterparty account, counter account, counteraccount, payer account, payee account, beneficiary
            iban platitor, iban beneficiar, cont client,
            account, partner iban, iban partener, cont partener, iban contrapartida, cont beneficiar, cont platitor,
            сметка на контрагента, iban контрагент, iban на контрагента, cuenta ordenante, cuenta contrapartida,
            iban contraparte, rachunek kontrahenta, numer rachunku kontrahenta, nr rachunku kontrahenta, rachunek
            przeciwstawny, kontonummer iban, iban zahlungsbeteiligter, tegenrekening iban bban, tegenrekening, cislo
            protiuctu
            """,
        ),
        field("counterparty_bic", "text", "counterparty bic, bic partener, bic tegenpartij, bic swift, swift, bic"),
        field(
            "some_iban",
            "text",
            "iban, kontonummer, account number, account no, numer rachunku, nr rachunku, cont, сметка",
        ),
        field(
            "account",
            "text",
            """
            own account, account iban, cont propriu, iban cont, моята сметка, cuenta propia, mi cuenta, moj
            rachunek, auftragskonto, iban auftraggeberkonto, auftraggeberkonto, iban bban, cislo uctu, compte
            """,
        ),
        field(
            "remittance",
            "text",
            """
            remittance information, description, details, transaction details, transaction description, narrative,
            payment details, message, message for payee, memo, text, purpose, explicatii, descriere, detalii,
            detalii tranzactie, detalii plata, основание, основание за плащане, описание, пояснение, concepto,
            descripcion, detalle, movimiento, tytul, tytul operacji, tytul przelewu, tytul platnosci, opis, opis
            operacji, opis transakcji, verwendungszweck, buchungstext, transaktionsbeschreibung, libelle,
            omschrijving, omschrijving 1, mededelingen, zprava
            """,
        ),
        field(
            "remittance_more",
            "text",
            """
            more details, further details, additional information, note, notes, detalii suplimentare, още пояснения,
            вторo основание, observaciones, mas datos, szczegoly, transaktionsbeschreibung zusatz, omschrijving 2,
            poznamka
            """,
        ),
        field("remittance_last", "text", "omschrijving 3, client note, message for me"),
        field(
            "reference",
            "text",
            """
            ref, payment reference, customer reference, referinta, referinta platitor, referinta clientului,
            референция, referencia, referencia 1, referencja, numer referencyjny, reference client, variable symbol
            1, vs
            """,
        ),
        field(
            "structured_reference",
            "text",
            "structured ref, creditor reference, rf reference, rf, remittance structured, betalingskenmerk",
        ),
        field("end_to_end_id", "text", "end to end, e2e, e2e id, end to end reference, eref, kundenreferenz"),
        field(
            "bank_reference",
            "text",
            """
            line id, transaction id, transaction reference, transaction reference number, bank reference, fitid, id,
            entry reference, unique id, referinta tranzactie, nr tranzactie, id tranzactie, номер на транзакция,
            референция на банката, id operacion, numero de operacion, id transakcji, numer transakcji, id operacji,
            transactiereferentie, id transakce
            """,
        ),
        field(
            "balance",
            "amount",
            """
            running balance, balance after, account balance, sold, sold final, sold contabil, салдо, баланс, крайно
            салдо, saldo, saldo disponible, saldo po operacji, saldo koncowe, saldo na trn, kontostand, solde
            """,
        ),
    ),
    needed=(("booked_on",), ("amount", "debit", "credit")),
)

"""Bulgaria: the files for the authority."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "authority.not_bulgarian": _(
        "These files are Bulgaria's. {company} is a company of {country}: its VAT journal is under Reports."
    ),
    "authority.findings": _("The file is not written: {number} things in it would be wrong. Put them right first."),
    # VAT sales ledger
    "bg_ledger.no_vat_number": _(
        "The ledger names the company by its VAT number (ИН по ЗДДС), and there is none. Add it to your company."
    ),
    "bg_ledger.on_payment": _(
        "{number} was issued under касова отчетност. Its VAT goes into the ledger by protocols (чл. 151в, ал. 3 ЗДДС) "
        "that Kvit does not draw up yet: let your accountant file this month."
    ),
    "bg_ledger.annulled": _(
        "{number} was annulled (чл. 116 ЗДДС), and how the file shows it was not found in a public source. Let your "
        "accountant file this month."
    ),
    "bg_ledger.no_column": _(
        "{number}: Kvit knows no column of the ledger for VAT of category {category} at {rate} %. Reverse charge "
        "within the country (чл. 163а ЗДДС) is of this kind. Let your accountant file this month, or correct it."
    ),
    "bg_ledger.other_currency": _(
        "The ledger is in {wanted}; the books are in {currency}. Only lev and euro have a fixed rate."
    ),
    "bg_ledger.no_partner_number": _(
        "{number}: {customer} has neither a VAT number nor an ЕИК. A business needs one; complete the customer."
    ),
    "bg_ledger.letters": _("{number}: the file has no such letters, so {customer} is written {spelled}."),
    "bg_ledger.too_long": _("Field {field} takes {width} characters; {value} does not fit and may not be cut."),
    "bg_ledger.domestic_charge": _(
        "{number}: how a protocol of reverse charge within the country (чл. 163а, ал. 2 ЗДДС) is marked in the ledger "
        "was not found in a public source. Let your accountant file this month."
    ),
    # VAT purchase ledger
    "bg_purchases.no_partner_number": _("{number}: {supplier} has no VAT number, and the ledger asks for one."),
    "bg_purchases.domestic": _(
        "{number}: how a protocol of reverse charge within the country (чл. 163а, ал. 2 ЗДДС) is marked in the ledger "
        "was not found in a public source. Let your accountant file this month."
    ),
    "bg_purchases.too_late": _(
        "{number} of {supplier} is older than twelve months: its tax credit is lost (чл. 124, ал. 4 ЗДДС). Ask your "
        "accountant."
    ),
    "bg_purchases.note_of_other_month": _(
        "The credit note {number} of {supplier} belongs to the month in which it was issued (чл. 124, ал. 5 ЗДДС)."
    ),
    "bg_purchases.protocol_late": _(
        "Protocol {number} on a bill of {supplier} was drawn up later than 15 days after its tax point: the VAT was "
        "due in the month of the tax point (чл. 86, ал. 2 ЗДДС). Correct that return with your accountant."
    ),
    "bg_purchases.not_charged": _(
        "Nobody charged the VAT on {number} of {supplier} yet, so that no protocol stands in the ledgers. Charge it, "
        "or leave it where no VAT is owed."
    ),
    # SAF-T
    "saft.before_euro": _("SAF-T V_1.0.1 is in euro: it is written from January 2026."),
    "saft.other_currency": _("SAF-T V_1.0.1 is in euro; the books are in {currency}."),
    "saft.moved": _("Something was booked while the file was written. Write it again."),
    "saft.no_number": _("The file names the company by its ЕИК, and there is none. Add it to your company."),
    "saft.no_bank_account": _("The file wants an account of yours at a bank. Add one under Settings."),
    "saft.no_contact": _("The file wants the first and last name of a contact: give the owner {user} a full name."),
    "saft.no_account_number": _(
        "Account {account} cannot stand in the file: the authority's accounts are three to five digits."
    ),
    "saft.own_account": _(
        "Account {account} is not among those of the model chart that Kvit knows; the file names it as it is."
    ),
    "saft.no_partner_number": _("{customer} has no official number: the file names the customer by a number of ours."),
    "saft.no_town": _("{customer} has no town, which the file wants. Complete the customer."),
    "saft.no_products": _(
        "{number} lines name no product of yours: they stand in the file under one product for each unit."
    ),
    "saft.no_commodity_code": _(
        "{product} is goods, and Kvit keeps no code of the Combined Nomenclature: the file says 0."
    ),
    "saft.unit_without_words": _("Unit {unit} has no Bulgarian words here: the file repeats its code."),
    "saft.no_tax_code": _("VAT {vat_code} has no code that is known here. Let your accountant file this month."),
    "saft.no_supplier_number": _("{supplier} has no official number: the file names the supplier by a number of ours."),
    "saft.suppliers_without_town": _("{number} suppliers have no town, which the file wants: it says „-“ for each."),
    "saft.owners": _(
        "The file says that the company is no part of a group, and that no customer is a related party. Change it "
        "there if it is otherwise."
    ),
    "saft.codes_unproven": _(
        "Tax codes are those of the authority's sample file: its lists of codes (TAX-IMP, accounts) were not at hand. "
        "Compare them before filing."
    ),
}

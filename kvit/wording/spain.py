"""Spain: Facturae, FACe, VERI*FACTU and signatures."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    # Facturae: reading and writing
    "facturae.unknown": _("The file is {root}, not a Facturae 3.2, 3.2.1 or 3.2.2."),
    "facturae.many": _("The file holds {number} invoices. Kvit reads files with one: ask for one file each."),
    "facturae.missing": _("Facturae cannot do without {term}. Add it to the document or to the party."),
    "facturae.number_too_long": _(
        "Facturae takes {limit} characters for the number and as many for the series: {number} does not fit. "
        "Use a shorter number series."
    ),
    "facturae.no_code": _("Facturae has no code for {value}. Choose another one, or send the document otherwise."),
    "facturae.rounding": _("Facturae has no place for a rounding of {rounding}. Issue it without rounding."),
    "facturae.advances_differ": _(
        "The payments on account come to {advances}, but {paid} was paid before. Correct one."
    ),
    "facturae.dropped": _("Facturae has no place for {term}: it would be left out."),
    "facturae.shortened": _("Facturae takes {limit} characters for {term}: it would be shortened."),
    "facturae.due_on_issue": _("Facturae wants a due day beside the account: it would name the day of issue."),
    # Facturae: sums and other things its schema does not see
    "KVIT-FE-COUNT": _("The batch says it holds {found} invoices; it holds {expected}."),
    "KVIT-FE-BATCH": _("The batch's total is {found}; its invoices come to {expected}."),
    "KVIT-FE-NIF": _("The tax number {number} is not a valid NIF. Check it with the party."),
    "KVIT-FE-CORRECTIVE": _("A corrective invoice says what it corrects, and only a corrective one does."),
    "KVIT-FE-CORRECTED": _(
        "A correction names the number and the day of the invoice it corrects (RD 1619/2012 art. 15)."
    ),
    "KVIT-FE-WORDS": _("The words of code {code} are “{expected}”; the document says something else."),
    "KVIT-FE-PERIOD": _("The period ends before it begins."),
    "KVIT-FE-RATE": _("An invoice in another currency than the euro names the exchange rate and its day."),
    "KVIT-FE-SUMMARY": _("A summary invoice names the period it sums up."),
    "KVIT-FE-COST": _("Quantity times price is {expected}; the line says {found}."),
    "KVIT-FE-LINE": _("The line comes to {expected} after discounts and charges; it says {found}."),
    "KVIT-FE-TAX": _("Base times rate is {expected}; the tax says {found}."),
    "KVIT-FE-SURCHARGE": _("Base times surcharge rate is {expected}; the surcharge says {found}."),
    "KVIT-FE-BASES": _("The taxed bases come to {found}, the invoice before taxes to {expected}."),
    "KVIT-FE-GROSS": _("The lines come to {expected}; the total of lines says {found}."),
    "KVIT-FE-DISCOUNTS": _("The discounts come to {expected}; their total says {found}."),
    "KVIT-FE-CHARGES": _("The charges come to {expected}; their total says {found}."),
    "KVIT-FE-BEFORE-TAXES": _("Before taxes the invoice comes to {expected}; it says {found}."),
    "KVIT-FE-OUTPUTS": _("The taxes come to {expected}; their total says {found}."),
    "KVIT-FE-WITHHELD": _("The taxes withheld come to {expected}; their total says {found}."),
    "KVIT-FE-TOTAL": _("With taxes, less what is withheld, the invoice comes to {expected}; it says {found}."),
    "KVIT-FE-ADVANCES": _("The payments on account come to {expected}; their total says {found}."),
    "KVIT-FE-OUTSTANDING": _("After payments on account {expected} is outstanding; the invoice says {found}."),
    "KVIT-FE-EXECUTABLE": _("What is to be paid comes to {expected}; the invoice says {found}."),
    # FACe
    "KVIT-FE-CENTRE": _("FACe wants the DIR3 code of the buyer's unit with role {role}. Ask the public body for it."),
    "KVIT-FE-IBAN": _("A transfer wants the IBAN to pay to."),
    "KVIT-FE-UNSIGNED": _("FACe takes only signed invoices. Sign it with the company's certificate."),
    "KVIT-FE-ONE": _("FACe takes one invoice a file."),
}

"""Countries, numbers, calendars, schedules."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "country.unknown": _("{country} is not a country code of ISO 3166. Use two letters, such as RO."),
    "document.no_title": _("{country} has no title for a document of the kind {kind}."),
    "schedule.bad_rule": _("This schedule makes no sense: {field} is {value}. Correct it."),
    "series.bad_pattern": _(
        "{pattern} cannot number documents ({reason}: {piece}). Write letters, digits, / . - _ and exactly one "
        "counter such as {{n}} or {{n:05}}, with {{year}}, {{yy}} or {{month}} if you like."
    ),
    "series.full": _("The series {pattern} is used up at {counter}. Open a new one with another first digit or width."),
    "series.not_ten_digits": _(
        "{pattern} prints {sample}. In Bulgaria a number has exactly {digits} digits and nothing else: use {{n:010}}."
    ),
    "series.not_consecutive": _(
        "{pattern} prints {sample}, and the next number would not follow it. Put the counter last, "
        "and leave the month out."
    ),
    "series.same_pattern": _(
        "{pattern} numbers {kind} already, so numbers would repeat. Give this kind its own series."
    ),
    "terms.bad_days": _("{days} days cannot be payment terms. Write 0 to {most}."),
    "vat.reason_missing": _("{country} has no standard reason for VAT category {category}. Write the reason yourself."),
    "vat_code.not_valid": _("{vat_code} is not a VAT rate of {country} on {on}. Choose one that is valid on that day."),
    "zone.unknown": _("{zone} is not a time zone. Use a name such as Europe/Bucharest."),
}

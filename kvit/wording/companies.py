"""Companies, users, rights, number series."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    # companies, users, rights
    "permission.denied": _(
        "Your role in {company} does not allow this ({verb}). Ask an owner to do it or to change your role."
    ),
    "company.unknown": _("There is no such company for you."),
    "company.needed": _("You work for several companies. Say which one with --company."),
    "user.unknown": _("There is no user {user} here."),
    "user.known": _("A user with the address {email} exists already."),
    "demo.other_company": _("There is a company here already. Start the demo in another folder (KVIT_DATA_DIR)."),
    "portal_link.unknown": _("There is no link {link} to the portal."),
    "portal_link.closed": _("This link opens nothing. Ask the company that sent it to you for a new one."),
    "link.bad": _("This link was used already or is too old. Ask for a new one."),
    "api_key.bad": _("The API key is unknown or was revoked. Make a new one in the settings."),
    # number series
    "series.missing": _("To issue this in {company}, add a number series for {kind}."),
    "series.out_of_order": _(
        "The last document of this series is of {last_on}; one of {on} would stand before it. "
        "Issue it on {last_on} or later."
    ),
    "company.name_missing": _("Write the company's name, 200 characters at most."),
    "company.bad_address": _(
        "The field {field} of the address is unknown or too long. There are: street, building, post_code, town, region."
    ),
    "company.field_unknown": _("A company has no field {field} that may change. The fields are: {known}."),
    "company.bad_value": _("{value} cannot be the company's {field}. Write a shorter or plainer text."),
    "user.last_owner": _("{user} is the only owner. Make somebody else an owner first."),
    "api_key.unknown": _("There is no API key {key}."),
    "user.bad_role": _("There is no role {role}. The roles are: {known}."),
    "reason.missing": _("Say why: this act is kept with its reason."),
}

"""Schedules of recurring invoices, proformas, the autopilot."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "schedule.unknown": _("There is no schedule {schedule}."),
    "schedule.changed": _(
        "Somebody changed this schedule in the meantime. Look at it again, then repeat what you did."
    ),
    "schedule.not_an_object": _("{place} is not a set of named fields."),
    "schedule.field_unknown": _("There is no field {field} in a schedule. The fields here are: {known}."),
    "schedule.field_missing": _("{field} is missing. Give it."),
    "schedule.field_of_run": _("{field} follows from each period, so it cannot be fixed in a schedule. Leave it out."),
    "schedule.bad_value": _("{value} cannot be {field}. What fits: {wanted}."),
    "schedule.unknown_placeholder": _("There is no placeholder {placeholder} for a period. There are: {known}."),
    "schedule.no_period": _("By this rule there is no period left to bill. Change its days."),
    "autopilot.unknown": _("There is no automation {automation}. There are: {known}."),
    "autopilot.bad_level": _("{level} is no level of an automation. There are: {known}."),
}

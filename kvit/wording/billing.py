"""Schedules of recurring invoices, proformas, the autopilot."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "schedule.unknown": _("There is no schedule {schedule}."),
    "schedule.changed": _(
        "Somebody changed this schedule in the meantime. Look at it again, then repeat what you did."
    ),
    "schedule.field_of_run": _("{field} follows from each period, so it cannot be fixed in a schedule. Leave it out."),
    "schedule.unknown_placeholder": _("There is no placeholder {placeholder} for a period. There are: {known}."),
    "schedule.no_period": _("By this rule there is no period left to bill. Change its days."),
    "proforma.unknown": _("There is no proforma {proforma}."),
    "proforma.known": _("There is a proforma {external_id} already. Use another external_id."),
    "proforma.changed": _(
        "Somebody changed this proforma in the meantime. Look at it again, then repeat what you did."
    ),
    "proforma.no_lines": _("The proforma has no lines. Add at least one."),
    "draft.in_order": _("A program sent it, no rule speaks against it, and the autopilot may issue such drafts"),
    "autopilot.unknown": _("There is no automation {automation}. There are: {known}."),
    "autopilot.bad_level": _("{level} is no level of an automation. There are: {known}."),
}

"""What may follow what."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    # what may follow what
    "invoice.not_draft": _("This document is issued or discarded already. Correct it by a new document."),
    "invoice.not_issued": _("Only an issued document can be corrected. Edit the draft instead."),
    "proforma.not_draft": _("This proforma is issued already. Withdraw it and make a new one."),
    "proforma.not_issued": _("Only an issued proforma that was neither invoiced nor withdrawn allows this."),
    "proforma.not_invoiced": _("This proforma was not invoiced."),
    "schedule.not_active": _("This schedule is not active. Resume it first."),
    "schedule.not_paused": _("This schedule is not paused."),
    "schedule.cannot_edit": _("This schedule has ended. Make a new one."),
    "schedule.cannot_end": _("This schedule has ended already."),
    "schedule_run.not_waiting": _("This period was billed or skipped already."),
    "payment.not_recorded": _("This payment was reversed. Record it again."),
    "statement_line.cannot_propose": _("This line is reconciled or ignored. Undo that first."),
    "statement_line.cannot_reconcile": _("This line is reconciled or ignored already. Undo that first."),
    "statement_line.cannot_ignore": _("This line is reconciled or ignored already."),
    "statement_line.not_proposed": _("There is no proposal on this line."),
    "statement_line.not_reconciled": _("This line is not reconciled, so there is nothing to undo."),
    "statement_line.not_ignored": _("This line is not ignored."),
    "message.not_queued": _("This message has left the queue already."),
    "message.not_sent": _("This message was not sent, so it cannot have come back."),
    "message.not_unknown": _("What became of this message is known already."),
    "message.cannot_retry": _("This message waits in the queue or was sent. Send the document again instead."),
    "work.cannot_claim": _("This work is done or given up."),
    "work.not_running": _("This work is not being done by anybody."),
    "work.not_dead": _("Only work that was given up can be tried again by hand."),
    "webhook_delivery.not_pending": _("This delivery is no longer waiting."),
    "webhook_delivery.cannot_replay": _("This delivery is still waiting for its first answers."),
    "submission.not_prepared": _("This document has left for its network already, or was refused."),
    "submission.not_waiting": _("What became of this try at the network is known already."),
    "submission.not_unknown": _("What became of this try at the network is known already."),
    "submission.cannot_repeat": _("The network has this document or its fate is not known yet. Wait for its answer."),
    "task.not_open": _("This task is closed already."),
    "task.cannot_reopen": _("This task is open already."),
}

"""What the database itself refuses about approvals: who was asked, who answered and who did what is never rewritten."""

from kvit.tables import Guard, append_only, changed

GUARDS = [
    Guard(
        "kvit_policy_fixed",
        "approvals_policy",
        "UPDATE",
        "a policy is replaced, never changed",
        when="OLD.archived_at IS NOT NULL OR NEW.archived_at IS NULL OR "
        + changed("id", "company_id", "name", "position", "subject_kind", "least", "period_days", "steps")
        + " OR "
        + changed("categories", "suppliers", "cost_centres"),
    ),
    Guard("kvit_policy_stays", "approvals_policy", "DELETE", "a policy is archived, never removed", truncate=True),
    Guard(
        "kvit_approval_fixed",
        "approvals_approval",
        "UPDATE",
        "what was asked is never changed, and what is answered stays so",
        when="OLD.status <> 'open' OR "
        + changed("id", "company_id", "subject_kind", "subject_id", "amount", "counted", "requester_id", "policy_id")
        + " OR "
        + changed("subject_public_id", "subject_name", "supplier", "category", "cost_centre", "opened_on", "opened_at"),
    ),
    Guard("kvit_approval_stays", "approvals_approval", "DELETE", "a request is never removed", truncate=True),
    Guard(
        "kvit_step_fixed",
        "approvals_step",
        "UPDATE",
        "whom a step asks is never changed, and a settled one stays so",
        when="OLD.settled_on IS NOT NULL OR "
        + changed("id", "company_id", "approval_id", "position", "need")
        + " OR "
        + changed("remind_days", "escalate_days", "escalate_people", "escalate_roles"),
    ),
    Guard("kvit_step_stays", "approvals_step", "DELETE", "a step is never removed", truncate=True),
    *append_only("approvals_seat", refuses="who was asked is never changed"),
    *append_only("approvals_answer", refuses="an answer is never changed"),
    *append_only("approvals_question", refuses="a question is never changed"),
    *append_only("approvals_reply", refuses="a reply is never changed"),
    *append_only("approvals_dutydone", refuses="who did what is never changed"),
]

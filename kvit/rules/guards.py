"""What the database itself refuses about rules: what a rule said and did is never rewritten."""

from kvit.tables import Guard, append_only, changed

GUARDS = [
    Guard(
        "kvit_rule_fixed",
        "rules_rule",
        "UPDATE",
        "a rule changes its level alone",
        when=changed("id", "company_id", "public_id", "made_at"),
    ),
    Guard("kvit_rule_stays", "rules_rule", "DELETE", "a rule is turned off, never removed", truncate=True),
    *append_only("rules_ruleversion", refuses="a version of a rule is never changed"),
    Guard(
        "kvit_rule_act_fixed",
        "rules_ruleact",
        "UPDATE",
        "what a rule did is never changed",
        when="OLD.status <> 'suggested' OR NEW.status <> 'done' OR "
        + changed("id", "company_id", "public_id", "rule_id", "version_id", "event_id", "subject_name", "at")
        + " OR CAST(OLD.because AS text) <> CAST(NEW.because AS text)",
    ),
    Guard("kvit_rule_act_stays", "rules_ruleact", "DELETE", "what a rule did is never removed", truncate=True),
]

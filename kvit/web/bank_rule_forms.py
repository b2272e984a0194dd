"""The form of a bank rule, and a rule in words."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_

from kvit.companies.models import Company
from kvit.core import bank_rules
from kvit.core.bank_rules import Rule
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.ledger import accounts
from kvit.web import candidates, words
from kvit.web.fields import MoneyField, tongue
from kvit.web.forms import Form

OWN = "own:"
DIRECTIONS = {
    bank_rules.ANY: p_("bank rule", "in or out"),
    bank_rules.OUT: p_("bank rule", "money out"),
    bank_rules.IN: p_("bank rule", "money in"),
}


class BankRuleForm(Form):
    """Which lines, and where they go."""

    name = forms.CharField(label=lazy("Name"), max_length=bank_rules.LONGEST)
    direction = forms.ChoiceField(label=lazy("Direction"), choices=list(DIRECTIONS.items()), initial=bank_rules.OUT)
    text = forms.CharField(
        label=lazy("Words in the text"), max_length=bank_rules.LONGEST, required=False, help_text=lazy("Such as: fee")
    )
    whole_words = forms.BooleanField(label=lazy("Whole words only"), required=False)
    party = forms.CharField(label=lazy("Words in the name"), max_length=bank_rules.LONGEST, required=False)
    iban = forms.CharField(label=lazy("Account of the other side"), max_length=50, required=False)
    at_least = MoneyField(label=lazy("Amount from"), required=False)
    at_most = MoneyField(label=lazy("Amount to"), required=False)
    currency = forms.CharField(label=lazy("Currency"), max_length=3, required=False)
    own_account = forms.ChoiceField(label=lazy("Only lines of"), required=False)
    target = forms.ChoiceField(label=lazy("Goes to"))

    def __init__(self, *args: Any, company: Company, **options: Any) -> None:
        super().__init__(*args, **options)
        self.understand(today=None, currency=company.currency)
        own = [(one.public_id, words.iban(one.iban)) for one in accounts.banks(company)]
        books = [(one.code, f"{one.code} {one.name}") for one in accounts.to_book(company)]
        transfers = [(OWN + public_id, word) for public_id, word in own]
        self._choose("own_account", [("", _("Every account of ours")), *own])
        every = [(_("Accounts of the books"), books), (_("Transfer to your own account"), transfers)]
        self._choose("target", [("", _("Choose an account")), *every])

    def told(self) -> dict[str, object]:
        """The rule as the core reads it."""
        typed = dict(self.cleaned_data)
        target = typed.pop("target")
        bounds = {name: typed.pop(name) for name in ("at_least", "at_most")}
        told = {name: value for name, value in typed.items() if value}
        told |= {name: f"{value.amount:f}" for name, value in bounds.items() if value is not None}
        return told | ({"to_account": target[len(OWN) :]} if target.startswith(OWN) else {"account": target})

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def initial(rule: Rule) -> dict[str, object]:
    """What the form shows of a rule."""
    told = dict(bank_rules.written(rule))
    told["target"] = OWN + rule.target.own_account if rule.target.own_account else rule.target.account
    for name, value in (("at_least", rule.at_least), ("at_most", rule.at_most)):
        if value is not None:
            told[name] = Money(value, rule.currency)
    return told


def conditions(rule: Rule) -> str:
    """The conditions in words, one after the other."""
    told = [str(DIRECTIONS[rule.direction])]
    told += [_("text “%(words)s”") % {"words": rule.text}] if rule.text else []
    told += [_("name “%(words)s”") % {"words": rule.party}] if rule.party else []
    told += [words.iban(rule.iban)] if rule.iban else []
    told += [_("from %(amount)s") % {"amount": _money(rule.at_least, rule)}] if rule.at_least is not None else []
    told += [_("up to %(amount)s") % {"amount": _money(rule.at_most, rule)}] if rule.at_most is not None else []
    return ", ".join(told)


def goes_to(company: Company, rule: Rule) -> str:
    """The target in words."""
    account = next((one for one in accounts.to_book(company) if one.code == rule.target.account), None)
    own = next((one for one in accounts.banks(company) if one.public_id == rule.target.own_account), None)
    return candidates.target_word(account, own) or rule.target.account


def _money(amount: Decimal | None, rule: Rule) -> str:
    return format_money(Money(amount or Decimal(0), rule.currency), tongue())

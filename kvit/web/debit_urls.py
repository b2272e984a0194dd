"""Addresses of mandates, direct debits and saved ways of paying."""

from django.urls import path

from kvit.web import debits, mandates, saved_methods

ROUTES = [
    path("debits", debits.index, name="debits"),
    path("debits/new", debits.new, name="debit_run_new"),
    path("debits/<str:public_id>", debits.show, name="debit_run"),
    path("debits/<str:public_id>/file", debits.file, name="debit_run_file"),
    path("debits/<str:public_id>/release", debits.act, {"verb": "release"}, name="debit_run_release"),
    path("debits/<str:public_id>/remove", debits.act, {"verb": "remove"}, name="debit_run_remove"),
    path("debits/<str:public_id>/cancel", debits.act, {"verb": "cancel"}, name="debit_run_cancel"),
    path("debits/<str:public_id>/give_up", debits.act, {"verb": "give_up"}, name="debit_run_give_up"),
    path("debits/<str:public_id>/answer", debits.answer, name="debit_run_answer"),
    path("settings/debits", debits.settings, name="settings_debits"),
    path("mandates", mandates.index, name="mandates"),
    path("mandates/<str:public_id>", mandates.show, name="mandate"),
    path("mandates/<str:public_id>/paper", mandates.paper, name="mandate_paper"),
    path("mandates/<str:public_id>/sign", mandates.act, {"verb": "sign"}, name="mandate_sign"),
    path("mandates/<str:public_id>/amend", mandates.act, {"verb": "amend"}, name="mandate_amend"),
    path("mandates/<str:public_id>/last", mandates.act, {"verb": "last"}, name="mandate_last"),
    path("mandates/<str:public_id>/cancel", mandates.act, {"verb": "cancel"}, name="mandate_cancel"),
    path("saved_methods/<str:public_id>/withdraw", saved_methods.withdraw, name="saved_method_withdraw"),
    path("customers/<str:public_id>/charges", saved_methods.charge, name="saved_charge_new"),
    path("saved_charges/<str:public_id>/cancel", saved_methods.cancel, name="saved_charge_cancel"),
    path("customers/<str:public_id>/mandate", mandates.new, name="mandate_new"),
]

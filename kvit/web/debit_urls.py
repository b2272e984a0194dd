"""Addresses of mandates, direct debits and saved ways of paying."""

from django.urls import path

from kvit.web import debits, mandates, run_pages, saved_methods

ROUTES = [
    path("debits", debits.index, name="debits"),
    path("debits/new", debits.new, name="debit_run_new"),
    path("debits/<str:public_id>", debits.show, name="debit_run"),
    *run_pages.routes(debits.KIND, at="debits"),
    path("debits/<str:public_id>/give_up", debits.give_up, name="debit_run_give_up"),
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

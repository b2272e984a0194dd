"""Every page of the owner's face."""

from django.urls import path

from kvit.web import customers, drafts, home, invoices, onboarding, products, profile, sign_in

urlpatterns = [
    path("", home.index, name="home"),
    path("onboarding", onboarding.index, name="onboarding"),
    path("sign-in/<str:token>", sign_in.by_link, name="sign_in"),
    path("me", profile.me, name="me"),
    path("me/look", profile.look, name="my_look"),
    path("me/company", profile.switch, name="company_switch"),
    path("help", profile.help_page, name="help"),
    # selling
    path("invoices", invoices.index, name="invoices"),
    path("invoices/new", drafts.new, name="invoice_new"),
    path("invoices/compute", drafts.compute, name="invoice_compute"),
    path("invoices/picked", invoices.picked, name="invoices_picked"),
    path("invoices/many", invoices.many, name="invoices_many"),
    path("invoices/<str:public_id>", invoices.show, name="invoice"),
    path("invoices/<str:public_id>/edit", drafts.edit, name="invoice_edit"),
    path("invoices/<str:public_id>/copy", drafts.copy, name="invoice_copy"),
    path("invoices/<str:public_id>/issue", invoices.issue, name="invoice_issue"),
    path("invoices/<str:public_id>/discard", invoices.discard, name="invoice_discard"),
    path("invoices/<str:public_id>/xml", invoices.xml, name="invoice_xml"),
    path("invoices/<str:public_id>/pdf", invoices.pdf, name="invoice_pdf"),
    path("customers", customers.index, name="customers"),
    path("customers/new", customers.new, name="customer_new"),
    path("customers/options", customers.options, name="customer_options"),
    path("customers/<str:public_id>", customers.show, name="customer"),
    path("customers/<str:public_id>/edit", customers.edit, name="customer_edit"),
    path("customers/<str:public_id>/archive", customers.put_away, name="customer_archive"),
    path("customers/<str:public_id>/restore", customers.restore, name="customer_restore"),
    path("products", products.index, name="products"),
    path("products/new", products.new, name="product_new"),
    path("products/options", products.options, name="product_options"),
    path("products/<str:public_id>", products.show, name="product"),
    path("products/<str:public_id>/archive", products.put_away, name="product_archive"),
    path("products/<str:public_id>/restore", products.restore, name="product_restore"),
]

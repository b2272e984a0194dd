"""Tables of those we sell to and buy from."""

from datetime import date

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company, User
from kvit.tables import AmountField, PublicIdField


class Party(models.Model):
    """A customer, a supplier or both. Documents keep their own copy of what they print.

    `customer_number` is the number by which the customer names itself in a contract or order (BT-46).
    `public_offices`: of a Spanish public body, the DIR3 codes of the offices that book, order and pay.
    `price_list_until` is the last day on which they buy by their price list; none: until another is given.
    `text_number` is the number (E.164) for which they agreed to texts and calls, on a day and in a way that are kept.
    """

    public_id = PublicIdField(prefix="par")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="parties")
    external_id = models.CharField(max_length=100, blank=True)
    is_customer = models.BooleanField(default=True)
    is_supplier = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    trading_name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    is_business = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False)
    public_offices = models.JSONField(default=dict)
    vat_id = models.CharField(max_length=20, blank=True)
    tax_id = models.CharField(max_length=30, blank=True)
    register_id = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=150, blank=True)
    building = models.CharField(max_length=30, blank=True)
    post_code = models.CharField(max_length=20, blank=True)
    town = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=10, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    text_number = models.CharField(max_length=16, blank=True)
    text_consent_on = models.DateField(null=True)
    text_consent_source = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    terms_days = models.IntegerField(null=True)
    credit_limit = AmountField(null=True)
    electronic_scheme = models.CharField(max_length=4, blank=True)
    electronic_address = models.CharField(max_length=100, blank=True)
    buyer_reference = models.CharField(max_length=100, blank=True)
    customer_number = models.CharField(max_length=60, blank=True)
    surcharge = models.BooleanField(default=False)
    retention_rate = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    price_list_id = models.BigIntegerField(null=True)
    price_list_until = models.DateField(null=True)
    note = models.TextField(blank=True)
    incomplete = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    archived_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "external_id"], name="party_external_once", condition=~Q(external_id="")
            ),
            models.CheckConstraint(name="party_role", condition=Q(is_customer=True) | Q(is_supplier=True)),
            models.CheckConstraint(
                name="party_price_list_until", condition=Q(price_list_until=None) | Q(price_list_id__isnull=False)
            ),
            models.CheckConstraint(
                name="party_text_consent",
                condition=Q(text_number="", text_consent_on=None)
                | (~Q(text_number="") & ~Q(text_consent_source="") & Q(text_consent_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "name", "id"], name="party_list"),
            models.Index(fields=["company", "vat_id"], name="party_by_vat"),
        ]

    def __str__(self) -> str:
        return self.name

    def price_list_on(self, day: date) -> int | None:
        """The price list by which they buy on the day; None: the products' own prices."""
        return None if self.price_list_until is not None and day > self.price_list_until else self.price_list_id


class HandOver(models.Model):
    """From a day on another colleague, or nobody, is responsible for a customer; never changed."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="hand_overs")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="hand_overs")
    before = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    since_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["company", "party", "id"], name="hand_over_of_party")]


class VatCheck(models.Model):
    """What a public register said about a VAT id of a party at one moment; never changed, whatever it says later.

    `proof` is the register's number of the consultation, `requester` in whose name it was asked. `reason` is why it
    could not say, `again_at` when it is asked again then. `facts` hold what only some registers tell.
    """

    public_id = PublicIdField(prefix="vck")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="vat_checks")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="vat_checks")
    vat_id = models.CharField(max_length=20)
    answer = models.CharField(max_length=7)
    asked_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True)
    register = models.CharField(max_length=40, blank=True)
    requester = models.CharField(max_length=20, blank=True)
    proof = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=400, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(name="vat_check_answer", condition=Q(answer__in=["valid", "invalid", "unknown"])),
            models.CheckConstraint(name="vat_check_again", condition=Q(answer="unknown") | Q(again_at__isnull=True)),
        ]
        indexes = [models.Index(fields=["company", "party", "-id"], name="vat_check_of_party")]


class AddressCheck(models.Model):
    """What the directory of Peppol said about a party's electronic address at one moment; never changed."""

    public_id = PublicIdField(prefix="adc")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="address_checks")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="address_checks")
    participant = models.CharField(max_length=150)
    answer = models.CharField(max_length=7)
    takes_invoices = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="address_check_answer", condition=Q(answer__in=["found", "absent", "unknown"]))
        ]
        indexes = [models.Index(fields=["company", "party", "-id"], name="address_check_of_party")]


class Contact(models.Model):
    """A person at a party, and which mails go to them."""

    public_id = PublicIdField(prefix="con")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=60, blank=True)
    gets_invoices = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)


class BankDetail(models.Model):
    """An account of a supplier's, and how far it is trusted: asked for by one person, confirmed by another.

    `source` says where it came from (bill, typed, portal), `note` how it was confirmed: the call to a number that was
    known before. Nothing is paid to it before `usable_on`.
    """

    public_id = PublicIdField(prefix="bnk")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="bank_details")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="bank_details")
    iban = models.CharField(max_length=34)
    status = models.CharField(max_length=10, default="requested")
    source = models.CharField(max_length=10)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    requested_on = models.DateField()
    requested_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(null=True)
    note = models.CharField(max_length=400, blank=True)
    usable_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "iban"],
                name="bank_detail_once",
                condition=Q(status__in=["requested", "confirmed"]),
            ),
            models.CheckConstraint(
                name="bank_detail_status",
                condition=Q(status__in=["requested", "confirmed", "refused", "retired"]),
            ),
            models.CheckConstraint(
                name="bank_detail_confirmed",
                condition=~Q(status="confirmed") | Q(confirmed_by__isnull=False, usable_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["company", "iban"], name="bank_detail_find")]


class PartyChange(models.Model):
    """What a supplier or customer (`side`) says of themselves in the portal, before a person takes it over or not.

    `asked` are the fields with their new values, `before` what they were then.
    """

    public_id = PublicIdField(prefix="chg")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="changes")
    side = models.CharField(max_length=8, default="supplier")
    asked = models.JSONField()
    before = models.JSONField()
    status = models.CharField(max_length=8, default="proposed")
    proposed_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="party_change_status", condition=Q(status__in=["proposed", "taken", "refused"])
            ),
            models.CheckConstraint(name="party_change_side", condition=Q(side__in=["supplier", "customer"])),
        ]
        indexes = [models.Index(fields=["company", "party", "status"], name="party_change_of_party")]


class KnownIban(models.Model):
    """An account a party has paid from, or that its own data name (`is_told`), remembered for matching."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="ibans")
    iban = models.CharField(max_length=34)
    learned_on = models.DateField()
    is_told = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "party", "iban"], name="known_iban_once")]
        indexes = [models.Index(fields=["company", "iban"], name="known_iban_find")]

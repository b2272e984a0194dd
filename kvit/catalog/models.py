"""Tables of what is sold, at which price, under which VAT."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company
from kvit.tables import PublicIdField


class VatCode(models.Model):
    """A VAT treatment of the company's country, with the days it holds and the law behind it."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="vat_codes")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=2)
    rate = models.DecimalField(max_digits=7, decimal_places=4)
    reason_code = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code", "valid_from"], name="vat_code_once"),
            models.CheckConstraint(
                name="vat_code_days", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))
            ),
        ]


class Product(models.Model):
    """Goods or a service with its unit and usual VAT; texts may be given per language."""

    public_id = PublicIdField(prefix="prd")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="products")
    external_id = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    texts = models.JSONField(default=dict)
    unit = models.CharField(max_length=3, default="C62")
    price = models.DecimalField(max_digits=15, decimal_places=6, null=True)
    currency = models.CharField(max_length=3)
    vat_code = models.CharField(max_length=20, blank=True)
    is_service = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "external_id"], name="product_external_once", condition=~Q(external_id="")
            ),
            models.UniqueConstraint(fields=["company", "code"], name="product_code_once", condition=~Q(code="")),
        ]
        indexes = [models.Index(fields=["company", "name", "id"], name="product_list")]


class PriceList(models.Model):
    """A named set of prices in one currency."""

    public_id = PublicIdField(prefix="pl")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="price_lists")
    name = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    includes_vat = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="price_list_once")]


class Price(models.Model):
    """What a product costs on a list from a day on, until the next price of it."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="prices")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="prices")
    amount = models.DecimalField(max_digits=15, decimal_places=6)
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["price_list", "product", "valid_from"], name="price_once")]

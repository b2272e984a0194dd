"""The sweep: everything at a gateway that nobody told us about is asked about."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kvit.checkouts import chargebacks, checkouts, forgetting, refunds
from kvit.companies.models import Company


def companies(*, at: datetime) -> QuerySet[Company]:
    """Those that have something to ask a gateway about."""
    asks = Q(checkouts__ask_at__lte=at) | Q(gatewayrefund__ask_at__lte=at) | Q(chargeback__ask_at__lte=at)
    asks |= Q(pk__in=forgetting.waiting(at=at).values("company"))
    return Company.objects.filter(asks).distinct().order_by("pk")


def ask_waiting(company: Company, *, at: datetime) -> int:
    """Ask about checkouts, refunds, disputes and what is to be forgotten; returns how many were settled."""
    settled = checkouts.ask_waiting(company, at=at) + forgetting.ask_waiting(company, at=at)
    return settled + refunds.ask_waiting(company, at=at) + chargebacks.ask_waiting(company, at=at)

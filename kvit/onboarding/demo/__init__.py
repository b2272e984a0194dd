"""A year in the life of four made-up companies, told up to a day; the same every time for the same day."""

from kvit.onboarding.demo.buying import supplier_link
from kvit.onboarding.demo.seeding import Demo, owner, people, seed

__all__ = ["Demo", "owner", "people", "seed", "supplier_link"]

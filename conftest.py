"""Every test, in kvit/ and in tests/, keeps the habits of `tests/habits.py`."""

pytest_plugins = ("tests.habits",)

"""Every test, in kvit/ and in tests/, keeps the habits and gets the database that these two files describe."""

pytest_plugins = ("tests.habits", "tests.databases")

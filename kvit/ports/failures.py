"""The two ways in which the outside fails us, for every port."""


class Failure(Exception):
    """Something outside did not do what we asked; `code` and `facts` are worded like those of a refusal."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, object] = dict(facts)

    def __str__(self) -> str:
        named = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({named})" if named else self.code


class Declined(Failure):
    """The other side said no, and would say so again: a person must look."""


class Unreachable(Failure):
    """It certainly did not happen, and may succeed later: the job tries again, under the same key."""

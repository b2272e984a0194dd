"""The only page that names adapters: which one answers for each port."""


def wire() -> None:
    """Register the adapter of every port."""

"""A gateway for trying out: no money moves. It is served by `simulator.py`, and behaves as badly as it is told to."""

from kvit.adapters.gateways.sandbox.gateway import SandboxGateway

__all__ = ["SandboxGateway"]

"""The official sheets, run by SaxonC in a process of its own."""

from kvit.adapters.judges.saxon.judge import SaxonJudge

__all__ = ["SaxonJudge"]

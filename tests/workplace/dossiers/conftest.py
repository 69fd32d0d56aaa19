"""The plan and evidence of the evidence tests."""

from tests.workplace.evidence.conftest import forest, forester, take

__all__ = ["forest", "forester", "take"]

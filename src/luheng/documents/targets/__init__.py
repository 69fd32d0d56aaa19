"""Reading targets and milestones: who must reach what by when, in prose and in tables."""

from luheng.documents.targets.reading import read_targets

__all__ = ["read_targets"]

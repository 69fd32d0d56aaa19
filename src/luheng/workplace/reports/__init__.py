"""Reports made from a frozen scorecard: every number in them leads to an entry of the source list."""

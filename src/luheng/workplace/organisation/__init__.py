"""机构改革: the tree of units with its dates, and what moves to whom when units change."""

"""示范创建: how ready the city is for a national demonstration set, by edition.

The sets are those of whichever pack declares `readiness` in its `pack.yaml`; no pack is named here.
"""

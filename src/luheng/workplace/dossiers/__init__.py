"""验收资料: what a city proves of a set of indicators, in one file that opens and verifies offline.

`gathering` collects, `index_pages` writes the pages, `making` packs and signs; `verifying` checks on
any machine. `container`, `manifest`, `signing` and `verifying` know no Django: a verifier has no city.
"""

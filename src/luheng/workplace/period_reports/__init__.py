"""月报、季报、年度报告、自评报告: reports of a period in which every number can be worked out again.

A number comes into a report by a formula over the frozen snapshot and by no other way. The Word file
carries the formulas, signed, so that `luheng verify` finds every number that is another than its
formula gives, and every number that has none.
"""

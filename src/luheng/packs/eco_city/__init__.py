"""生态文明建设示范区: the national indicator sets by edition, what is met, what is missing, what is stricter.

Plans that aim at 国家生态文明建设示范区 are judged by the set that they were written on and, beside it,
by the one in force.
"""

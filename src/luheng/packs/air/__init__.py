"""Ambient air: from hourly means to the index of the day, the evaluation of a year and the ranking.

Plans ask for the share of good days, mean PM2.5 and the like; GB 3095 sets the limits, HJ 633 the
index, HJ 663 how days and years are evaluated. All three were replaced on 2026-03-01, so that 2026
is a year of two editions; either can be asked for by name to see the same history under it.
"""

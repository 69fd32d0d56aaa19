"""Ecosystems: the ecological index of an area and its change, forest and grass cover, parks.

Plans name the index EI with a floor, later ones the change of EQI; HJ 192-2015 computes the first from
land cover, vegetation, water, land stress, pollution load and restrictions, 环监测〔2021〕99号 the
second, of which only recalled numbers stand here and say so.
"""

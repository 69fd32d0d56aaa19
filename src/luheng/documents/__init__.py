"""Reading what governments publish: a file becomes clauses, targets, tasks, projects, observations.

Every item keeps the exact text it was read from and where that text stands in the source.
"""

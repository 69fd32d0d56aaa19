"""The writers of the invented city's files: one module for each format."""

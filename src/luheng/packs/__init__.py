"""Packs: one folder for each system of a plan; found by their `pack.yaml`, never by name."""

"""Methods of energy, by subject."""

"""Methods of carbon, by subject."""

"""What the water standards say, one clause a function."""

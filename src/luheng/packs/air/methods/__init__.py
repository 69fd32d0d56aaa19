"""Methods of ambient air, by subject: the index, days, years, cities."""

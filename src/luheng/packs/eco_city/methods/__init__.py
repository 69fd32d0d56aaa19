"""Methods of demonstration areas: what each item asks, how ready an area is, local targets beside it."""

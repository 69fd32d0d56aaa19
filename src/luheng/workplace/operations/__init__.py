"""Running the site: its health, its measures, its log, what it refuses before it starts."""

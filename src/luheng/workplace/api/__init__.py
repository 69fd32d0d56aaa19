"""REST over the same registers as the pages: read everything, write figures and task progress."""

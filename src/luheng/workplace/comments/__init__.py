"""Comments on whatever has a page. A kind of record takes part by one line in `subjects`."""

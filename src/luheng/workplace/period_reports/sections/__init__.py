"""The sections that reports are put together from; each says what it counts, and from which list."""

"""Words, units and numbers everyone in the house uses the same way; no numbers from standards."""

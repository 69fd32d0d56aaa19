"""Excel, out and in: one sheet a register, hidden ids, cells that name themselves when wrong."""

"""Returns: composed by the plan office, filed by units by page or workbook, reviewed, recorded."""

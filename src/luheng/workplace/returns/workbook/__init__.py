"""A return as a workbook: out with the cells of the page, back in whatever shape it comes."""

"""A case or a result as CSV or a workbook."""

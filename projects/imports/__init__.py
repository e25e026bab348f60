"""Workbooks in: from an uploaded file to clean tables with exact addresses, and on to the services."""

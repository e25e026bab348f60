"""What the API takes and tells of inspections, findings, conclusions and rectifications."""

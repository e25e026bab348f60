"""Pure rules about inspections and rectifications: words, the table of steps, dates, lights."""

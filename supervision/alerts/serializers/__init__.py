"""What the API tells of reminders and slips, and what it is told."""

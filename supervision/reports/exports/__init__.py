"""Documents as files; the layout is ``supervision.alerts.exports.official``."""

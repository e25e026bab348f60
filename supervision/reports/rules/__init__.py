"""Wording: pure functions from figures to the text of a document. No database, clock or settings."""

"""Starts the whole system on one machine: embedded PostgreSQL and Redis, web, worker and beat.

It knows nothing of Django's inside and uses the standard library alone, so that it can say in plain words
what is missing before anything else could be imported.
"""

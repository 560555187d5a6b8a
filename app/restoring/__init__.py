"""Puts a backup in the place of a database, also while servers run on it."""

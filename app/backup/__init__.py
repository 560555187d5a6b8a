"""Copies of the database file: one moment out of it, verified, and a whole file back into it."""

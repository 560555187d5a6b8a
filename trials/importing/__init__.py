"""Kills an import over and over, and compares what it left with an import that nobody disturbed."""

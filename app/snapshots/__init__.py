"""Snapshots: a dataset version as files that never change, made in the background, a few kept."""

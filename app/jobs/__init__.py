"""Imports that were asked for over HTTP, done in the background."""

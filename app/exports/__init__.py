"""Whole results as files: one module a format, each a stream of bytes from rows of one moment."""

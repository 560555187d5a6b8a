"""The writing language: what a body states, as values, checked against the field table."""

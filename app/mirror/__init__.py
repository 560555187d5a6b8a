"""The small columns of all records in memory: questions are counted and summed there, not in SQL.

Rows are only ever added; a record that changed is a new row, and its old one is dead.
"""

"""Programs for developers that treat the service and its imports badly, and see what becomes of the
data."""

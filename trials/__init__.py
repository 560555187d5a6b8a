"""Programs for developers that treat a running service badly and see what becomes of its data."""

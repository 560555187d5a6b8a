"""Programs for those who work on the product; none is part of it."""

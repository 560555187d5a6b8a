"""Measurements: the product beside its peers on the same data (`make bench`)."""

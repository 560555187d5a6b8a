"""What the product is measured against: other ways to serve the same list from the same records."""

"""Made-up projects with the distributions of the real ones: for measuring and for trying out."""

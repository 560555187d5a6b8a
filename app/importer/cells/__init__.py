"""What the columns of a list mean, and how their cells are read. Knows no file format."""

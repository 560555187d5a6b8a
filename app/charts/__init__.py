"""Charts as SVG: figures in, a picture out. Knows no question, no database and no script."""

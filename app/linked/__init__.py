"""Records and the whole set of data as JSON-LD: words that other catalogues and searches know."""

"""Contact details that are to go: the block list, and how everything stored obeys it."""

"""Pages for people: the API's documentation and the files that pages load."""

"""How other tools read the service: recipes to paste, filled with the question at hand."""

"""Questions for figures: grouped how, which figures, of which groups, in which order; pure."""

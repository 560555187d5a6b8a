"""Pages of one project each: as text or saved HTML, in every layout since 2007."""

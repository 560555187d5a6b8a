"""The only part of the house that opens connections outwards, and never to a private network."""

"""The registry's own laws, each checked against all that is stored; nothing is written."""

"""Throws mutated documents at the importer, and sees whether each is read or refused in order."""

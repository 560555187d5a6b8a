"""Projects like a project, with reasons that can be checked, and its figures among its peers.

Everything here counts words, codes, days and öre: nothing is learnt, nothing is guessed.
"""

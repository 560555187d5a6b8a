"""OData v4 as another way to write the questions of the one query model; pure.

Sections named here are those of OData 4.0, part 1 (protocol) and part 2 (URL conventions).
"""

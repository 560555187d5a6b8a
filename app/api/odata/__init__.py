"""The OData v4 door (`/odata/v4/`): read-only, on the questions and rows of the lists.

Sections named here are those of OData 4.0, part 1 (protocol), and its JSON format.
"""

"""The columns that every contender's answer has: of a list row, and of one record."""

from benchmarks.peers.tutorial import ProjectBase

LIST = tuple(ProjectBase.model_fields)
RECORD = (*LIST, "summary", "summary_en", "contact_name", "contact_email", "contact_phone")
GROUP = ("region", "programme_area", "count", "sum_total_budget")

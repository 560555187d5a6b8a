"""From documents to records: recognise a layout, read it, merge, store, report."""

"""The query language, value first and SQL last: parse → Query → compile, format, cursor."""

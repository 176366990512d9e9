"""Legacy data comes in: files are read, rows understood, documents recognised, and what passes the gate is written in bulk.

readers (file -> rows) -> columns (names of fields) -> rows (row -> Entry) + body (text -> markup) -> matching (units, themes,
columns, the same document, interpreted policies) -> writing (chunks in transactions) -> load (the whole run) -> report.
"""

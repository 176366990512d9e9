"""Legacy data comes in: files are read, rows understood, documents recognised, and what passes the gate is written in bulk.

cms.tables (file -> rows) -> columns (names of fields) -> rows (row -> Entry; issuers, body) -> vocabulary (units, themes, columns),
sameness (the same document), ties (interpreted policies) -> writing (batches in transactions), renewal -> load (the whole run)
-> report. articles: the plain-text pages of the demonstration data.
"""

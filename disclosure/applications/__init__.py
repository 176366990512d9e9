"""依申请公开: the verbs, by subject. Each locks the application, checks, writes, records, and keeps its clocks (`case.py`)."""

"""归档包: a case with its papers, records and journal in one zip that proves itself without the system."""

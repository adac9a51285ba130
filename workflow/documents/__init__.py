"""Reads and makes the Word and Excel files; the only importer of python-docx, docxtpl and openpyxl."""

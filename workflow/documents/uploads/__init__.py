"""What people upload beside drafts and forms: annexes, scans, evidence, each checked for what it is by its content."""

from workflow.documents.uploads.receiving import Upload, annex, evidence, plain_name, scan

__all__ = ["Upload", "annex", "evidence", "plain_name", "scan"]

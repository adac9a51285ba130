"""What people upload beside drafts and forms: annexes, scans, evidence, each checked for what it is by its content."""

from workflow.documents.uploads.receiving import NO_HANDWRITING, Upload, annex, evidence, handwriting, plain_name, scan

__all__ = ["NO_HANDWRITING", "Upload", "annex", "evidence", "handwriting", "plain_name", "scan"]

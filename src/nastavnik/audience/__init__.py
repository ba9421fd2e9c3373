"""Who watched, where, and what it came to: channels, the ledger of views, the report. See README.md."""

"""What pages and files show of certificates."""

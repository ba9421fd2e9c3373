"""What the checker says of an application, its budget as a sheet, and what it shares with others."""

"""Staff lists as methodists have them: read, understood, previewed, applied, undone."""

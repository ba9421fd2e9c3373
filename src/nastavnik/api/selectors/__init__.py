"""Every read for programs: what everybody may know, what the desk may, and what is told to webhooks."""

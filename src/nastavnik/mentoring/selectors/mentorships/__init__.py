"""Every read of mentorships for pages."""

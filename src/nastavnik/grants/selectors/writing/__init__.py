"""Reads for writing an application to a fund: its page, a section, what stood there before, versions side by side."""

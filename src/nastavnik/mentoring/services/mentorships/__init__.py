"""Writes of mentorships: begun, carried on, ended; plans, meetings, feedback; the matching of a network."""

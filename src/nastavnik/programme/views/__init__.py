"""Pages of the programme: the methodist's desk, calendars, handouts, enrolment."""

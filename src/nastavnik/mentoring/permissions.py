"""Who may do what with consultations, mentorships and appointments. Closed by default."""

"""Who may do what with contests, applications, score sheets and results. Closed by default."""

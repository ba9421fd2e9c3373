"""What there is to ask places for."""

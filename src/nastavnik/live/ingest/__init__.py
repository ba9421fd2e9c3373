"""What takes live streams in: the servers that publishers talk to, and what is run behind them."""

"""LTI 1.3 as a tool: what platforms send, and what is sent to them. Knows no rows, and asks nothing over the network."""

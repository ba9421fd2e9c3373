"""Every write of keys and webhooks."""

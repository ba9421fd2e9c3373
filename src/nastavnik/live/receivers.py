"""What live broadcasts do with news of the apps below."""

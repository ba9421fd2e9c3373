"""What the studio does when it hears news of the apps below."""

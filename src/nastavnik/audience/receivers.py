"""What the audience does when it hears news of the apps below."""

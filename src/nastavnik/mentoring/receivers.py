"""What mentoring does when the apps below it tell something."""

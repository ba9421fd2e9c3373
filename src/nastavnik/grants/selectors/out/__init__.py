"""What leaves the school: papers, texts to be copied, the archive, deadlines."""

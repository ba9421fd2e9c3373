"""What is answered before Django: films on their way in (`tus`) and films that are watched (`media`)."""

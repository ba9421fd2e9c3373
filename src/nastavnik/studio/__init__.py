"""The backlog of new videos: topics, votes, production cards. See README.md."""

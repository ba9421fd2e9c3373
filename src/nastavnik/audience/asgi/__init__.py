"""Reports of viewings, answered before Django."""

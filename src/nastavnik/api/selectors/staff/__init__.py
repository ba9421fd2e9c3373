"""What people of the desk read and change by a key, row by row; the desk's lists of lessons and figures are in `selectors.desk`."""

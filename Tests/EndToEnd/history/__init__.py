"""What the database committed, what the queue holds, and the comparison of the two."""

"""The column types: how each is declared, filled, read back from the server, and read from a change event."""

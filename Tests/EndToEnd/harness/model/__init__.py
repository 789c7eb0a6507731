"""A client that sends random valid requests of every API and version, and knows what the answers must be."""

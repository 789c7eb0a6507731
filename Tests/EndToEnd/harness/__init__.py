"""The processes that the tests start, and how they talk to them."""

"""Consumers as processes of their own that write down what they do, and what can be read out of that."""

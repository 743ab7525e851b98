"""The push engine: knows channels by their protocol, never a platform."""

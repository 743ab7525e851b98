"""The push engine's rows: dispatches, deliveries, claims, outcomes, pace and replies."""

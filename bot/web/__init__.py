"""What listens for HTTP: webhooks, health, metrics, and the local try-out page."""

"""What a ward is: posts, figures, targets, people, deliveries. Pure Python, no I/O."""

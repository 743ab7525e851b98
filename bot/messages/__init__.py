"""What travels between people and channels, in no platform's words."""

"""The ward's public pages: what was published for everyone, readable without a bot. Their viewer is nobody."""

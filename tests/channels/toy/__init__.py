"""A channel written by the recipe of bot/channels alone: this folder, a line of PLATFORMS, a section of settings."""

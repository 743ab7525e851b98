"""What people can ask for: one file a feature, its docstrings the help lines."""

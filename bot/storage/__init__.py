"""All SQL of the project; nothing outside this room knows a table."""

"""Measured results in a text: figures with their labels, units and periods, tallies, targets and tables."""

"""The words of a text: its view for matching, numbers, units and dates, with the way back to the original."""

"""Pictures of figures: what they show, as plain values; `draw` makes them, the templates say how they look."""

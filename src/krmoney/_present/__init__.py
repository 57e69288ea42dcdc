"""Figures laid out: the one table of a mention's columns; numbers, units, names and errors as people read them."""

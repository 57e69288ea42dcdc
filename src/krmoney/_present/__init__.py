"""The table of a mention's columns, and numbers, units, names and errors as people read them."""

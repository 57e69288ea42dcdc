"""Korean text → figures: a room for each stage, and the reader that runs them in order."""

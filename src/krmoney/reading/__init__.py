"""Korean text → figures: a module for each stage, and the reader that runs them in order."""

"""Doors: the first screen, what one was told, the office's board and proof, ladders, ways to be told."""

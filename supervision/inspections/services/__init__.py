"""Writes of the room: one verb each, ``actor`` first; lock, may, rule, write, tell."""

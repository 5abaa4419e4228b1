"""Story and look to a Word file, and what people changed in it back to the fields it came from."""

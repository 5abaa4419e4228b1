"""Story and look in, PDF bytes out: lines are composed, pages laid out on the grid, then painted with tags."""

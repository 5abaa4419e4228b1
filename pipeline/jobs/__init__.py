"""The jobs: read source/, call the rest, write output/; only here are clock, files and the user's data directory touched."""

"""Measuring written documents with other readers than their writers."""

"""The record: what is true of the organisation and its meeting, as models, readers and the rules that hold across files."""

"""Tables of text: which row is the header, what its columns mean, which rows are data, and what cells hold."""

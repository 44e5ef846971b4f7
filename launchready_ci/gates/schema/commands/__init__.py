"""One part of the gate alone, on the files that the command line names."""

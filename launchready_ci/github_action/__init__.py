"""Runs the gates as a step of a GitHub workflow: inputs in, annotations and outputs out."""

"""The ways by which a browser comes to the app."""

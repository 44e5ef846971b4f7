"""Certificates, and the TLS that is spoken."""

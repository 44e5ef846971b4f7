"""Mail in the name of the domain, and to it."""

"""PostgreSQL: a throwaway database on a server of our own, or on one that is named."""

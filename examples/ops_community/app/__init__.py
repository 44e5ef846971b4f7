"""An internal-operations community: people post what they changed, and find it again."""

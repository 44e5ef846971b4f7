"""What is behind the proxies of Cloudflare, and what is not."""

"""Is the app's OpenAPI document sound, and does it keep what clients were promised?"""

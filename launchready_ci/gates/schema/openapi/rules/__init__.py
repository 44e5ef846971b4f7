"""What is judged of an OpenAPI document alone; each module one subject."""

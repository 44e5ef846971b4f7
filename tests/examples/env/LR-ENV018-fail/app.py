import os

VALUE = os.environ["VITE_API_KEY"]

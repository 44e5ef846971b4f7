import os

VALUE = os.environ["VITE_FIREBASE_API_KEY"]

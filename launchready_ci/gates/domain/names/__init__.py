"""The names that people type: do they lead to the app, and only there?"""

"""Is what was built complete, light enough, and free of what nobody should get?"""

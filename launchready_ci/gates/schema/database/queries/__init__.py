"""Which queries will be slow once there are many rows, and which index mends that?"""

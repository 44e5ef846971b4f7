"""What is wrong with one value? Each function says it in words that hold nothing of the value."""

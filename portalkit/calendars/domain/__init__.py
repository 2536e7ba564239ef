"""Days and hours that count, and arithmetic with them."""

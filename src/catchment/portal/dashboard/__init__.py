"""What a partner sees first: this week, and the region as a whole."""

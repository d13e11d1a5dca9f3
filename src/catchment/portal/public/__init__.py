"""What anybody may open without signing in, and the error pages."""

"""What requests tell about their sender."""

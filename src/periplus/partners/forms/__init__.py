"""What people fill in about partners and agreements. Forms read and check; services change."""

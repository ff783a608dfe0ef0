"""What can be done with people, units, roles and attention: one module per thing."""

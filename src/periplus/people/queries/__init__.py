"""Questions about people, units, roles and attention: one module per thing."""

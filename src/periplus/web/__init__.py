"""What people see: one folder per area, on top of every domain's queries and services."""

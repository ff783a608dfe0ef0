"""Pages of partners and agreements for staff."""

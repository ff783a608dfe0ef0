"""The one engine that brings spreadsheets into the register, whatever their rows are."""

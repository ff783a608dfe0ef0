"""My work, cases, absences, reminders."""

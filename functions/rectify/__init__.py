"""What people may ask of a job that is done: `…/remask`, `…/reports`, `/v1/reports/…`."""

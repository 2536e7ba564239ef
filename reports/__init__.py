"""Daily, weekly and monthly reports: one data object drawn to page, workbook, PDF and slides; versioned, commented, published, mailed."""

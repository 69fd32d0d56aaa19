"""The site a plan office opens every morning: records, permissions, pages, Excel, reports, API."""

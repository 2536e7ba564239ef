"""The web forms of complaint analysis, a module for each group of pages. They word what services and database demand."""

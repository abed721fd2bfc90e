"""Written positions, in any common notation or link, become longitude and latitude."""

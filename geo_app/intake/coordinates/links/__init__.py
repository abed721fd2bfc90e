"""The links of map services, each in the way in which its service writes places."""

"""Widgets, the session's state and caches: everything that knows Streamlit, and nothing that computes."""

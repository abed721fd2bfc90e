"""Parts of a page built from Streamlit's own elements."""

"""Start the app: ``geo-app serve``, or ``streamlit run streamlit_app.py``."""

from geo_app.ui.pages.site_selection import page

page()

"""Start the app: ``geo-app serve``, or ``streamlit run streamlit_app.py``."""

from geo_app.ui.pages.app import app

app()

"""Start the app: ``geo-app serve``, or ``streamlit run streamlit_app.py``."""

from geo_app.ui.app import app

app()

"""What every other room stands on: errors, languages, settings, arrays, geodesy, files; knows nothing above itself."""

"""Small widgets: values in, signals out, no knowledge of runs or pages."""

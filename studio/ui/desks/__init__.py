"""A desk joins a page to what works behind it; `studio.app` joins the desks."""

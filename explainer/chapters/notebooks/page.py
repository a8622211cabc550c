"""The page of the notebooks lists them."""

from explainer.rows import Page

PAGE = Page("notebooks.md", "Run it yourself")
